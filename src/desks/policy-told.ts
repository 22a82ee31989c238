import { asker } from '../command/policy-describe.ts'
import type { PolicyTold } from '../contract/policy.ts'
import { compile } from '../decide/compile.ts'
import { faultsIn } from '../detect/custom-detector.ts'
import { ENTITY_TYPES } from '../detect/entity-types.ts'
import { lint } from '../policy/lint.ts'
import { loadPolicy } from '../policy/load-policy.ts'
import type { LoadedPolicy } from '../policy/load-policy.ts'
import { loadTests } from '../policy/load-tests.ts'
import { tell } from '../policy/tell.ts'
import { tellReach } from '../policy/tell-reach.ts'
import type { Policy, PolicyTest } from '../terms/policy.ts'
import type { WrittenPolicy } from './written-policy.ts'

export type ToldParts = {
  readonly policy: Policy
  /** Null where only the sense of it is at hand: then nothing has a line, and there is nothing to remark on. */
  readonly written: WrittenPolicy | null
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What a policy is, in every form in which a page shows it. It may take seconds: what is remarked on was tried out. */
export function toldPolicy({ policy, written, now }: ToldParts): PolicyTold {
  const loaded = written === null ? null : loadWritten(written, now)
  const { intro, chapters } = tell({ policy, says: sayingsOf(policy) })
  const reach = tellReach(policy, asker(compile(policy)))
  const lines = (path: Parameters<LoadedPolicy['lines']>[0] | null) => (path && loaded?.lines(path)) ?? null
  return {
    ...{ name: policy.name, version: policy.version, digest: policy.digest, owners: [...policy.owners] },
    ...{ levels: [...policy.levels], pinFrom: policy.pinFrom, intro },
    destinations: policy.destinations.map(({ name, zone, maxLevel }) => ({ name, zone, maxLevel })),
    chapters: chapters.map(({ key, title, said }) => ({
      ...{ key, title },
      sentences: said.map(({ text, path, under }) => ({
        ...{ text, lines: lines(path) },
        under: under.map((one) => ({ text: one.text, lines: lines(one.path) })),
      })),
    })),
    reach: {
      ...{ title: reach.title, before: reach.before, hasDepartments: reach.hasDepartments, after: [...reach.after] },
      destinations: policy.destinations.map(({ name, zone }) => ({ name, zone })),
      rows: reach.rows.map(({ roles, departments, cells }) => {
        return { roles: [...roles], departments: [...departments], cells: [...cells] }
      }),
    },
    source: written && { file: shown(written.file), text: written.text },
    notes:
      loaded === null
        ? []
        : notesOf(
            loaded,
            testsIn(written, policy).flatMap(({ tests }) => tests),
            now,
          ),
  }
}

const notesOf = (loaded: LoadedPolicy, beside: readonly PolicyTest[], now: number): PolicyTold['notes'] =>
  lint(loaded, { beside, now }).map(({ code, line, column, message, suggestion }) => {
    return { code, line, column, message, suggestion }
  })

/** Reads again what was read once. Throws a PolicyError when it may not be used. */
export const loadWritten = ({ text, file }: Pick<WrittenPolicy, 'text' | 'file'>, now: number): LoadedPolicy =>
  loadPolicy({ text, file, entities: ENTITY_TYPES, checkDetector: faultsIn, now })

/** The tests of the files beside a policy. */
export function testsIn(written: WrittenPolicy | null, policy: Policy) {
  const types = [...ENTITY_TYPES, ...(policy.detectors ?? [])].map(({ type }) => type)
  return (written?.beside ?? []).map(({ file, text }) => {
    return { file: shown(file), tests: loadTests({ text, file }, policy, types) }
  })
}

/** What the types are that a policy names, in a few words. */
export function sayingsOf(policy: Pick<Policy, 'detectors'>): (type: string) => string | null {
  const own = new Map(policy.detectors?.map(({ type, because }) => [type, because]))
  return (type) => own.get(type) ?? ENTITY_TYPES.find((entity) => entity.type === type)?.says ?? null
}

/** A file's name as it may be shown: where it lies on this machine is nobody's business. */
export const shown = (file: string): string => file.split(/[\\/]/).slice(-1).join('')
