import { describe, expect, test } from '@jest/globals'
import { standingOf } from '../../src/console/lib/evidence-words.ts'
import type { EvidenceState, WholeLedger } from '../../src/contract/evidence.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const checkpoint = { note: '', size: 40_001, root: '', at: '2026-11-21T11:59:20.000Z', signatures: [] }
const WHOLE: WholeLedger = {
  ...{ records: 40_001, unsigned: 0, problems: [], segments: { files: 1, packed: 0, bytes: 1 } },
  ...{ pruned: null, gaps: [], holds: [], retention: [], verification: null },
}
const state = (more: Partial<EvidenceState>): EvidenceState => ({
  ...{ origin: 'example', created: null, keys: [], checkpoint, recent: [], witnesses: [] },
  ...{ unwitnessed: { records: 0, seconds: 0 }, whole: WHOLE, ...more },
})
const drawn = (more: Partial<EvidenceState>) =>
  standingOf(state(more), NOW).map(({ tone, badge }) => `${tone} ${badge}`)

describe('how a ledger stands', () => {
  test.each<[string, Partial<EvidenceState>, string[]]>([
    ['signed and witnessed', {}, ['good signed', 'good witnessed']],
    ['nothing signed', { checkpoint: null }, ['warn not signed', 'good witnessed']],
    ['nothing signed, and what is not signed is not counted twice', { checkpoint: null, whole: { ...WHOLE, unsigned: 3 } }, ['warn not signed', 'good witnessed']], // prettier-ignore
    ['some not signed yet', { whole: { ...WHOLE, unsigned: 12 } }, ['good signed', 'off not yet', 'good witnessed']],
    ['no witness', { unwitnessed: null }, ['good signed', 'warn no witness']],
    ['a witness behind', { unwitnessed: { records: 5, seconds: 90 } }, ['good signed', 'off not witnessed']],
    ['for whoever sees some records only', { whole: null }, ['good signed', 'good witnessed']],
    ['a problem comes first', { whole: { ...WHOLE, problems: ['the disk is full'] } }, ['bad problem', 'good signed', 'good witnessed']], // prettier-ignore
    ['a witness that fails', { witnesses: [{ name: 'share', kind: 'file', size: 1, at: null, state: 'failing' }, { name: 'other', kind: 'https', size: 1, at: null, state: 'behind' }] }, ['good signed', 'good witnessed', 'warn fails']], // prettier-ignore
  ])('%s', (_name, more, said) => {
    expect(drawn(more)).toEqual(said)
  })

  test.each<[string, Partial<EvidenceState>, RegExp]>([
    ['how many are signed, and when', {}, /^40,001 records are signed, as of 40 seconds ago/],
    ['a clock that is behind', { checkpoint: { ...checkpoint, at: '2026-11-21T12:00:09.000Z' } }, /as of just now/],
    ['no time, where none is known', { checkpoint: { ...checkpoint, at: null } }, /are signed: without the key/],
    ['one is one', { checkpoint: { ...checkpoint, size: 1 } }, /^1 record is signed/],
    ['how far a witness is behind', { unwitnessed: { records: 1, seconds: 90 } }, /^1 record is newer than what any witness has, for 1 minute:/], // prettier-ignore
  ])('%s', (_name, more, says) => {
    expect(standingOf(state(more), NOW).some((one) => says.test(one.says))).toBe(true)
  })
})
