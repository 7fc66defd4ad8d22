/**
 * The saved file as zod schemas: the envelope, then each of its items by itself, so that one bad item does not hide the
 * faults of the others. Parameters are checked by the schemas of their layers.
 */
import * as z from 'zod/mini'
import { type Fault, pathText, quote } from './fault.ts'
import { longestName, nameProblem } from './names.ts'
import { nearest } from './suggest.ts'

/** More than these is no model but a mistake or an attack. */
export const limits = { characters: 5_000_000, nodes: 20_000, edges: 60_000, groups: 1_000 } as const

const farthest = 10_000_000

const text = z.string({ error: 'a text' })
const name = z
  .string({ error: `a text of 1 to ${longestName} characters` })
  .check(z.refine(value => nameProblem(value) === undefined, { error: nameError }))
const coordinate = z
  .number({ error: 'a number' })
  .check(
    z.refine(value => Math.abs(value) <= farthest, { error: `a number from −${farthest} to ${farthest}` }),
  )
const list = (most: number) =>
  z.array(z.unknown(), { error: 'a list' }).check(z.maxLength(most, { error: `at most ${most} of them` }))
const object = z.record(z.string(), z.unknown(), { error: 'an object' })

function nameError(): string {
  return `1 to ${longestName} characters, without spaces at its ends`
}

/** The outermost object; its lists are read item by item. */
export const fileSchema = z.strictObject(
  {
    format: z.literal('hourglass', { error: '"hourglass", the mark of a saved model' }),
    version: z.int({ error: 'a whole number' }),
    name,
    nodes: list(limits.nodes),
    edges: list(limits.edges),
    groups: z.optional(list(limits.groups)),
    training: z.optional(object),
  },
  { error: 'an object with format, version, name, nodes and edges' },
)

export const nodeSchema = z.strictObject(
  {
    id: name,
    type: text,
    version: z.optional(z.int({ error: 'a whole number' })),
    params: z.optional(object),
    position: z.optional(
      z.strictObject({ x: coordinate, y: coordinate }, { error: 'an object with x and y' }),
    ),
    group: z.optional(text),
    module: z.optional(
      z
        .string({ error: 'a text' })
        .check(z.regex(/^[^.()\p{C}]+(\.[^.()\p{C}]+)*$/u, { error: 'a path like encoder.0' })),
    ),
    equalStart: z.optional(
      z.int({ error: 'a whole number' }).check(z.minimum(2, { error: 'a whole number of at least 2' })),
    ),
  },
  { error: 'an object with id and type' },
)

export const edgeSchema = z.strictObject(
  {
    id: z.optional(name),
    source: text,
    sourceHandle: z.optional(text),
    target: text,
    targetHandle: z.optional(text),
  },
  { error: 'an object with source and target' },
)

export const groupSchema = z.strictObject({ id: name, name }, { error: 'an object with id and name' })

type Schema = z.ZodMiniType & { readonly shape?: Readonly<Record<string, unknown>> }

/** The value as the schema describes it; faults go to `faults`, under `path`. Undefined where there are any. */
export function read<S extends Schema>(
  schema: S,
  value: unknown,
  path: readonly PropertyKey[],
  faults: Fault[],
): z.output<S> | undefined {
  const parsed = schema.safeParse(value)
  const before = faults.length
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys') {
      const known = Object.keys(keysAt(schema, issue.path))
      for (const key of issue.keys) faults.push(unknownKey([...path, ...issue.path], key, known))
    } else {
      const found = quote(valueAt(value, issue.path))
      faults.push({
        path: pathText([...path, ...issue.path]),
        message: `expected ${issue.message}; got ${found}`,
      })
    }
  }
  if (isPolluted(value)) faults.push(unknownKey(path, '__proto__', []))
  return parsed.success && faults.length === before ? parsed.data : undefined
}

/** The fault of a key that is not known there. */
export function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): Fault {
  const near = nearest(key, known)
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  return { path: pathText([...path, key]), message: `this key is not known here${hint}` }
}

/** True where the file has a key of its own that would become an object's prototype. */
export const isPolluted = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')

const keysAt = (schema: Schema, path: readonly PropertyKey[]): Readonly<Record<string, unknown>> =>
  path.length === 0 ? (schema.shape ?? {}) : { x: 0, y: 0 }

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    value,
  )
