import type { Config, ConfiguredIssuer, ListenAt, ListenTls } from './config.ts'

/** The configuration in a few lines for people, without any secret. One `[what, value]` per line. */
export function describe(config: Config): readonly (readonly [string, string])[] {
  const { server, identity, nodes, cloudHosts, models, audit, policies } = config
  return [
    ['caller API', `${toText(server.listen)}${byTls(server.tls)}, bodies up to ${String(server.maxBody)} bytes`],
    ['admin API', `${toText(server.admin)}${byTls(server.adminTls)}`],
    ...identity.issuers.map((issuer) => ['issuer', describeIssuer(issuer)] as const),
    ...nodes.map((node) => {
      const serves = node.models.length === 0 ? 'models discovered' : node.models.join(', ')
      return [
        `${node.destination} (lan)`,
        `${node.name} ${node.url.href} ${node.kind}, ${serves}${keyOf(node)}`,
      ] as const
    }),
    ...config.discover.map(({ destination, name, by, kind }) => {
      const where = by.kind === 'dns' ? `${by.host} port ${String(by.port)}` : by.service
      return [`${destination} (lan)`, `${name}@… every address of ${where}, ${kind}`] as const
    }),
    ...cloudHosts.map((host) => [`${host.destination} (cloud)`, `${host.url.href}${keyOf(host)}`] as const),
    ...models.map(({ name, choices }) => {
      const says = choices.map(
        ({ destination, model, timeoutMs }) => `${destination}: ${model} (${String(timeoutMs / 1000)} s)`,
      )
      return [`model ${name}`, says.join(', then ')] as const
    }),
    ...config.engines.map(({ name, kind, ...engine }) => {
      const where = 'folder' in engine ? engine.folder : 'url' in engine ? engine.url.href : engine.model
      return [`engine ${name}`, `${kind} ${where}, within ${String(engine.timeoutMs / 1000)} s`] as const
    }),
    ['audit', `${audit.dir}, origin ${audit.origin}, key ${audit.key}`],
    ...(audit.mirror === null
      ? []
      : [['mirror', `${audit.mirror.dir}, ${audit.mirror.need === 'all' ? 'needed' : 'not needed'}`] as const]),
    ...audit.deliver.map(
      ({ name, kind, url, format, apiKeyEnv }) =>
        [`deliver ${name}`, `${kind} ${url.host}, ${format}${keyOf({ apiKeyEnv })}`] as const,
    ),
    ...(config.console.url === null
      ? []
      : [
          [
            'console',
            `${config.console.url.origin}${config.console.oidc === null ? '' : `, sign-in at ${config.console.oidc.issuer.href}`}`,
          ] as const,
        ]),
    ['policy', policies],
    ...(config.approval === null
      ? []
      : [
          [
            'approved by',
            `${String(config.approval.need)} of ${config.approval.approvers.map(({ name }) => name).join(', ')}`,
          ] as const,
        ]),
    ...(config.candidate === null
      ? []
      : [['candidate', `${config.candidate.policy}, until ${config.candidate.until}`] as const]),
  ]
}

const byTls = (tls: ListenTls | null) => (tls === null ? '' : ` by TLS, certificate ${tls.cert}`)

const toText = ({ host, port }: ListenAt) => `${host.includes(':') ? `[${host}]` : host}:${String(port)}`

const keyOf = ({ apiKeyEnv }: { readonly apiKeyEnv: string | null }) =>
  apiKeyEnv === null ? '' : `, key from ${apiKeyEnv}`

function describeIssuer({ issuer, audience, algorithms, keys }: ConfiguredIssuer): string {
  const from = keys.kind === 'file' ? keys.path : keys.url.href
  return `${issuer} for ${audience}, ${algorithms.join(' ')}, keys from ${from}`
}
