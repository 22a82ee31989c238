import type { Whereabouts } from '../terms/destination.ts'
import type { Discovery } from './config.ts'
import type { DiscoverFile } from './cordon-file.ts'
import type { Desk } from './desk.ts'
import { toTls } from './node-tls.ts'
import { toNodeParts } from './nodes.ts'
import type { Path } from './source.ts'

/** A host name in lower case, without a last dot; its last label is no number, so that no address is taken for a name. */
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** RFC 2782: _service._proto.name. */
const SERVICE = /^_[a-z0-9][a-z0-9-]{0,61}\._tcp\./

/** Names by which nodes of one destination are found. */
export function toDiscoveries(
  destination: string,
  all: readonly DiscoverFile[],
  path: Path,
  desk: Desk,
): readonly Discovery[] {
  return all.flatMap((written, index) => {
    const here = [...path, index]
    const first = all.findIndex(({ name }) => name === written.name)
    if (first !== index) desk.wrong([...here, 'name'], `"${written.name}" stands in this list already`)
    const { dns, port, srv, scheme = 'http', tls, ...rest } = written
    const about = toNodeParts(destination, rest, here, desk)
    const by = toWhereabouts({ dns, port, srv }, here, desk)
    if (by === null) return []
    const secured = tls === undefined ? {} : { tls: toTls(tls, `${scheme}:`, [...here, 'tls'], desk) }
    return [{ ...about, by, scheme, at: desk.at(here), ...secured }]
  })
}

type Written = { readonly [key in 'dns' | 'port' | 'srv']: DiscoverFile[key] }

function toWhereabouts({ dns, port, srv }: Written, path: Path, desk: Desk): Whereabouts | null {
  if (dns !== undefined && srv === undefined) {
    if (!HOST.test(dns)) desk.wrong([...path, 'dns'], '"dns" needs a host name in lower case, such as gpu.lan')
    if (port === undefined) desk.wrong(path, '"dns" needs a "port" beside it')
    return port === undefined ? null : { kind: 'dns', host: dns, port }
  }
  if (srv === undefined || dns !== undefined) {
    desk.wrong(path, 'an entry of "discover" has either "dns" and a "port", or "srv"')
    return null
  }
  if (port !== undefined) desk.wrong([...path, 'port'], 'the ports come with the answer to "srv"', 'key')
  if (!SERVICE.test(srv) || !HOST.test(srv.replace(SERVICE, '')))
    desk.wrong([...path, 'srv'], '"srv" needs a service in lower case, such as _vllm._tcp.gpu.lan')
  return { kind: 'srv', service: srv }
}
