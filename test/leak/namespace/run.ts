/** Runs the packet test in a network namespace of its own. Says so, and is fine, where that is not permitted. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SETUP = `
set -e
ip link set lo up
ip route add local 0.0.0.0/0 dev lo
ip -6 route add local ::/0 dev lo
mount --bind "$1" /etc/resolv.conf
shift
exec "$@"`

/** Every address is local, and names are asked of one server inside the LAN's range. */
function inNamespace(resolv: string, ...command: readonly string[]) {
  return spawnSync('unshare', ['-rnm', 'sh', '-c', SETUP, 'sh', resolv, ...command], { stdio: 'inherit' })
}

const dir = mkdtempSync(join(tmpdir(), 'cordon-namespace-'))
try {
  const resolv = join(dir, 'resolv.conf')
  writeFileSync(resolv, 'nameserver 10.77.0.53\noptions timeout:1 attempts:1\n')
  const tap = 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'
  if (inNamespace(resolv, 'python3', '-c', tap).status === 0) {
    process.exitCode = inNamespace(resolv, process.execPath, 'test/leak/namespace/main.ts').status ?? 1
  } else {
    process.stdout.write(
      'skipped: the packet test needs Linux, unshare, ip, python3 and user namespaces without root\n',
    )
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}
