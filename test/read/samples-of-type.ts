import ts from 'typescript'
import type { JsonValue } from '../../src/terms/json.ts'

type Sample = JsonValue

/** Types inside each other further down than this are of no request. */
const DEEPEST = 9
const FREE = { a: 1 }

const { TypeFlags, SymbolFlags } = ts

/** The types of some declaration files of an SDK. */
export function declared(files: readonly string[]): ts.Program {
  const options = { strict: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2023 }
  const modules = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
  return ts.createProgram([...files], { ...options, ...modules })
}

/**
 * Values of a declared type, such that every field of every type that it is made of stands in one of them, and every member of
 * every union. Texts are `x1` and numbers 1.
 */
export function samplesOf(program: ts.Program, file: string, name: string): readonly Sample[] {
  const declaration = program.getSourceFile(file)?.statements.find((one) => nameOf(one) === name)
  if (declaration === undefined) throw new Error(`${file} declares no ${name}`)
  const checker = program.getTypeChecker()
  return samples(checker.getTypeAtLocation(declaration), { checker, known: new Map() }, 0)
}

const nameOf = (one: ts.Statement) =>
  ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one) ? one.name.text : null

type Walk = { readonly checker: ts.TypeChecker; readonly known: Map<ts.Type, readonly Sample[]> }

function samples(type: ts.Type, walk: Walk, depth: number): readonly Sample[] {
  const { checker } = walk
  if (depth > DEEPEST || (type.flags & (TypeFlags.Null | TypeFlags.Undefined)) !== 0) return []
  if (type.isStringLiteral() || type.isNumberLiteral()) return [type.value]
  if ((type.flags & TypeFlags.BooleanLiteral) !== 0) return [checker.typeToString(type) === 'true']
  if ((type.flags & TypeFlags.Number) !== 0) return [1]
  if ((type.flags & TypeFlags.String) !== 0 || type.isIntersection()) return ['x1']
  if ((type.flags & (TypeFlags.Unknown | TypeFlags.Any)) !== 0) return [FREE]
  if (type.isUnion()) return distinct(type.types.flatMap((one) => samples(one, walk, depth)))
  if (checker.isArrayLikeType(type)) return entriesOf(type, walk, depth)
  return (type.flags & TypeFlags.Object) === 0 ? [] : objectsOf(type, walk, depth)
}

function entriesOf(type: ts.Type, walk: Walk, depth: number): readonly Sample[] {
  const [entry] = walk.checker.getTypeArguments(type as ts.TypeReference)
  return entry === undefined ? [] : samples(entry, walk, depth + 1).map((one) => [one])
}

/** The object with its required fields; and the same with each value of each field. Elsewhere than at first, only the former. */
function objectsOf(type: ts.Type, walk: Walk, depth: number): readonly Sample[] {
  const before = walk.known.get(type)
  if (before !== undefined) return before.slice(0, 1)
  walk.known.set(type, [])
  const fields = type.getProperties().map((symbol) => ({
    name: symbol.name,
    isRequired: (symbol.flags & SymbolFlags.Optional) === 0,
    values: samples(walk.checker.getTypeOfSymbol(symbol), walk, depth + 1),
  }))
  if (fields.length === 0) return [FREE]
  const required = fields.filter(({ isRequired, values }) => isRequired && values.length > 0)
  const least = Object.fromEntries(required.map(({ name, values }) => [name, values[0] ?? null]))
  const all = [least, ...fields.flatMap(({ name, values }) => values.map((value) => ({ ...least, [name]: value })))]
  walk.known.set(type, all)
  return all
}

const distinct = (all: readonly Sample[]) => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
