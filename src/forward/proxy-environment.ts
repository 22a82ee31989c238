type Env = Readonly<Record<string, string | undefined>>

/**
 * Variables that send traffic elsewhere, switch TLS verification off, or print what passes through. NODE_EXTRA_CA_CERTS is not
 * one of them: `dial` names whom it trusts, so that the variable has no effect.
 */
const RISKS: Readonly<Record<string, string>> = {
  NODE_USE_ENV_PROXY: 'makes node use the proxies of the environment',
  HTTP_PROXY: 'names a proxy',
  HTTPS_PROXY: 'names a proxy',
  ALL_PROXY: 'names a proxy',
  NODE_TLS_REJECT_UNAUTHORIZED: 'can switch TLS verification off',
  SSLKEYLOGFILE: 'is where TLS keys are written to',
  NODE_DEBUG: 'prints what passes through sockets',
}

/** Options of node that open a debugger, run other code first, use proxies, or write down TLS keys. */
const OPTIONS =
  /(?:^|\s)["']?(--inspect[\w-]*|--debug[\w-]*|-r|--require|--import|--(?:experimental-)?loader|--use-env-proxy|--tls-keylog|--use-openssl-ca|--use-system-ca)(?=[=\s"']|$)/g

/**
 * What in the environment could open another way out, or let somebody listen; one sentence each, empty when nothing does.
 * No value is quoted: a proxy's URL may hold a password.
 */
export function refuseProxyEnvironment(env: Env): readonly string[] {
  const set = Object.keys(env).filter((name) => (env[name] ?? '') !== '')
  const risky = set.flatMap((name) => {
    const says = RISKS[name.toUpperCase()]
    return says === undefined ? [] : [`${name} is set: it ${says}`]
  })
  const options = [...(env['NODE_OPTIONS'] ?? '').matchAll(OPTIONS)].map(([, option]) => String(option))
  return [...risky, ...[...new Set(options)].map((option) => `NODE_OPTIONS has ${option}`)]
}
