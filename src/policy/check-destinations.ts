import { checkHost, checkRange, doubtAboutLan } from './check-ranges.ts'
import { repeated, unknown } from './flaw.ts'
import type { Flaw } from './flaw.ts'
import type { PolicyFile } from './policy-file.ts'
import type { Path } from './source.ts'

type DestinationFile = PolicyFile['destinations'][string]

/** What is wrong with the destinations. */
export function checkDestinations({ destinations, levels }: PolicyFile): Flaw[] {
  const all = Object.entries(destinations)
  if (all.length === 0) return [{ path: ['destinations'], message: '"destinations" may not be empty' }]
  if (all.length > 256) return [{ path: ['destinations'], message: '"destinations" may not be more than 256' }]
  return all.flatMap(([name, destination]) => {
    const path = ['destinations', name]
    return [
      ...unknown('level', destination.maxLevel, levels, [...path, 'maxLevel']),
      ...(destination.allowedCidrs ?? []).flatMap((text, i) => checkRange(text, [...path, 'allowedCidrs', i])),
      ...repeated(destination.allowedCidrs, [...path, 'allowedCidrs']),
      ...repeated(destination.hosts, [...path, 'hosts']),
      ...(destination.zone === 'lan' ? checkLan(destination, path) : checkCloud(destination, path)),
    ]
  })
}

function checkLan(written: DestinationFile, path: Path): Flaw[] {
  return (['hosts', 'provider', 'onBreach'] as const)
    .filter((key) => written[key] !== undefined)
    .map((key) => ({ path: [...path, key], part: 'key', message: `"${key}" is for cloud destinations` }))
}

function checkCloud({ hosts, allowedCidrs, provider }: DestinationFile, path: Path): Flaw[] {
  if (hosts === undefined) return [{ path, part: 'key', message: 'a cloud destination needs "hosts"' }]
  return [
    ...hosts.flatMap((host, i) => checkHost(host, allowedCidrs ?? [], [...path, 'hosts', i])),
    ...checkProvider(provider ?? {}, [...path, 'provider']),
  ]
}

function checkProvider(
  { only, ignore, order, quantizations }: NonNullable<DestinationFile['provider']>,
  path: Path,
): Flaw[] {
  const outside = (order ?? []).flatMap((slug, i) =>
    only === undefined ? [] : unknown('provider outside of "only":', slug, only, [...path, 'order', i]),
  )
  const left = only?.filter((slug) => ignore?.includes(slug) !== true)
  return [
    ...repeated(only, [...path, 'only']),
    ...repeated(ignore, [...path, 'ignore']),
    ...repeated(order, [...path, 'order']),
    ...repeated(quantizations, [...path, 'quantizations']),
    ...outside,
    ...(left?.length === 0 ? [{ path: [...path, 'only'], message: '"ignore" leaves nothing of "only"' }] : []),
  ]
}

/** What is allowed, but deserves a second look. */
export function doubtDestinations({ destinations, levels, pinFrom, rules }: PolicyFile): Flaw[] {
  const rank = (level: string) => levels.indexOf(level)
  return Object.entries(destinations).flatMap(([name, destination]) => {
    const path = ['destinations', name]
    const reached = rules.some(({ allow, shadow }) => shadow !== true && allow?.includes(name) === true)
    return [
      ...(reached ? [] : [{ path, part: 'key' as const, message: `no rule allows "${name}": nobody can reach it` }]),
      ...(destination.zone === 'lan'
        ? (destination.allowedCidrs ?? []).flatMap((text, i) => doubtAboutLan(text, [...path, 'allowedCidrs', i]))
        : doubtCloud(destination, path)),
      ...(destination.zone === 'cloud' && rank(destination.maxLevel) >= rank(pinFrom)
        ? [
            {
              path: [...path, 'maxLevel'],
              message: `prompts from "${pinFrom}" on are pinned to the LAN: this never applies`,
            },
          ]
        : []),
    ]
  })
}

function doubtCloud({ allowedCidrs, provider }: DestinationFile, path: Path): Flaw[] {
  const weak = provider?.zdr !== true || provider.data_collection !== 'deny'
  const at = provider === undefined ? path : [...path, 'provider']
  return [
    ...(weak
      ? [
          {
            path: at,
            part: 'key' as const,
            message: 'without "zdr: true" and "data_collection: deny", providers may keep prompts',
          },
        ]
      : []),
    ...(allowedCidrs === undefined
      ? []
      : [
          {
            path: [...path, 'allowedCidrs'],
            part: 'key' as const,
            message: 'this cloud destination may dial addresses that are not global',
          },
        ]),
  ]
}
