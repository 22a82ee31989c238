/** How a ledger stands, in plain words, with what nobody can know from it. */
import type { EvidenceState, Verification } from '../../contract/evidence.ts'
import { ago, plural } from './format.ts'
import { ownOf } from './own.ts'

export type Standing = { readonly tone: 'good' | 'warn' | 'bad' | 'off'; readonly badge: string; readonly says: string }

/** What is signed, what is not yet, and who could still change what unseen. `now`: milliseconds since 1970. */
export function standingOf(
  { checkpoint, unwitnessed, witnesses, whole }: EvidenceState,
  now: number,
): readonly Standing[] {
  const failing = witnesses.filter(({ state }) => state === 'failing')
  return [
    ...(whole?.problems ?? []).map((says): Standing => ({ tone: 'bad', badge: 'problem', says })),
    checkpoint === null
      ? { tone: 'warn', badge: 'not signed', says: 'Nothing is signed yet: whoever can write to the disk can change all of it unseen.' } // prettier-ignore
      : {
          tone: 'good',
          badge: 'signed',
          says: `${plural(checkpoint.size, 'record')} ${checkpoint.size === 1 ? 'is' : 'are'} signed${checkpoint.at === null ? '' : `, as of ${ago(Math.max(0, now - Date.parse(checkpoint.at)) / 1_000)}`}: without the key, none of them can be changed, taken out or put in between unseen.`,
        },
    ...(checkpoint === null || whole === null || whole.unsigned === 0
      ? []
      : [{ tone: 'off', badge: 'not yet', says: `${plural(whole.unsigned, 'record')} came after that and will be signed next: until then whoever can write to the disk can change ${whole.unsigned === 1 ? 'it' : 'them'} unseen.` } as const]), // prettier-ignore
    ...(unwitnessed === null
      ? [{ tone: 'warn', badge: 'no witness', says: 'There is no witness: whoever has the disk and the key could write another history, and sign that. Only copies of checkpoints kept elsewhere would tell.' } as const] // prettier-ignore
      : [witnessed(unwitnessed)]),
    ...failing.map(({ name }): Standing => ({ tone: 'warn', badge: 'fails', says: `The witness ${name} fails: it gets no new checkpoints.` })), // prettier-ignore
  ]
}

function witnessed({ records, seconds }: NonNullable<EvidenceState['unwitnessed']>): Standing {
  if (records === 0) return { tone: 'good', badge: 'witnessed', says: 'A witness has a copy of the last checkpoint: not even whoever has the key can write another history up to there without being found out.' } // prettier-ignore
  return { tone: 'off', badge: 'not witnessed', says: `${plural(records, 'record')} ${records === 1 ? 'is' : 'are'} newer than what any witness has, for ${ago(seconds).replace(' ago', '')}: up to there, not even whoever has the key can write another history without being found out.` } // prettier-ignore
}

/** What is true of every such ledger, however well it stands. */
export const NOT_PROVEN: readonly string[] = [
  'That all that happened was recorded. Cordon records before it sends anything, but a ledger can only show that what stands in it was not changed.',
  'That the times are right: they are those of the machine, and a checkpoint has none of its own.',
  'That this page is right about itself: it comes from the Cordon that is being checked. What is checked here rests on the keys that you give; a check with the command line on a copy, elsewhere, rests on nothing of this machine.',
]

const VERDICTS: Readonly<
  Record<Verification['report']['verdict'], readonly [tone: 'good' | 'warn' | 'bad', says: string]>
> = {
  // prettier-ignore
  fine: ['good', 'The ledger is in order.'],
  unwitnessed: ['warn', 'The ledger is in order, as far as can be told without a witness.'],
  unverifiable: ['warn', 'It cannot be told whether the ledger is in order.'],
  truncated: ['bad', 'The end of the ledger is missing.'],
  tampered: ['bad', 'The ledger was changed.'],
  fork: ['bad', 'There are two histories.'],
}
export const verdictSays = (verdict: Verification['report']['verdict']) => VERDICTS[verdict]

const BECAUSE: Readonly<Record<string, string>> = {
  reached: 'it got there',
  zone_not_known: 'the zone of where it went is not known',
  level_not_known: 'its level is not known',
  outcome_not_known: 'how it ended is not known',
}
export const becauseSays = (because: string): string => ownOf(BECAUSE, because) ?? because.replaceAll('_', ' ')
