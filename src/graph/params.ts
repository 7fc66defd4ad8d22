import type { Pair } from './shape.ts'

/** How the inspector draws a parameter; each kind of control knows one kind of value. */
export type Control =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly exclusive: boolean }
  | {
      readonly kind: 'pair'
      readonly min: number
      readonly max: number
      readonly words: readonly string[]
      /** True where fractions are allowed, and numbers above `min` only. */
      readonly isReal?: boolean
    }
  | { readonly kind: 'sizes'; readonly length?: number; readonly min: number; readonly max: number }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }

/** What a parameter's value may be in a document. `null` stands for torch's `None`. */
export type ParamValue = number | string | boolean | readonly (number | null)[] | null

/** One parameter of a layer: the form field, its validator, its default and a row of the reference in one. */
export interface Param<T extends ParamValue = ParamValue> {
  readonly control: Control
  readonly default: T
  /** One sentence on what the parameter does, in the words of torch's documentation. */
  readonly help: string
  /** What the number counts: "pixels", "channels". */
  readonly unit?: string
  /** True where `null` (torch's None) is a value too. */
  readonly optional: boolean
  /** The letter it has on the card. Those with `always` stand there even at their default. */
  readonly card?: { readonly letter: string; readonly always?: boolean }
  /** The value in its normal form, or what was expected instead. Numbers in text are not numbers. */
  parse(value: unknown): { readonly value: T } | { readonly expected: string }
}

export type ParamSchema = Readonly<Record<string, Param>>

/** The values of a schema's parameters, none missing. */
export type Params<S extends ParamSchema> = {
  readonly [K in keyof S]: S[K] extends Param<infer T> ? T : never
}

interface Common {
  readonly help: string
  readonly unit?: string
  readonly card?: { readonly letter: string; readonly always?: boolean }
}

/** Larger counts than this are typing errors; it keeps sizes and products exact in double precision. */
const LARGEST = 1_000_000

const range = (min: number, max: number): string =>
  max >= LARGEST ? (min === -LARGEST ? '' : ` of at least ${min}`) : ` from ${min} to ${max}`

const isWhole = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max

const make = <T extends ParamValue>(
  control: Control,
  common: Common & { readonly default: T; readonly optional?: boolean },
  expected: string,
  accept: (value: unknown) => value is T,
): Param<T> => ({
  ...common,
  optional: common.optional ?? false,
  control,
  parse: value =>
    (common.optional && value === null) || accept(value) ? { value: value as T } : { expected },
})

/** A whole number. */
export const integer = (options: Common & { default: number; min?: number; max?: number }): Param<number> => {
  const { min = -LARGEST, max = LARGEST } = options
  return make({ kind: 'integer', min, max }, options, `a whole number${range(min, max)}`, (v): v is number =>
    isWhole(v, min, max),
  )
}

/** Like `integer`, or `null` for torch's None. */
export const optionalInteger = (
  options: Common & { default: number | null; min?: number; max?: number },
): Param<number | null> => {
  const { min = -LARGEST, max = LARGEST } = options
  return make(
    { kind: 'integer', min, max },
    { ...options, optional: true },
    `a whole number${range(min, max)}, or null`,
    (v): v is number => isWhole(v, min, max),
  )
}

interface RealRange {
  readonly min?: number
  readonly max?: number
  readonly exclusive?: boolean
}

const makeNumber = <T extends number | null>(
  options: Common & RealRange & { default: T; optional?: boolean },
): Param<T> => {
  const { min = -Infinity, max = Infinity, exclusive = false, optional = false } = options
  const bounds = [
    ...(min === -Infinity ? [] : [exclusive ? `above ${min}` : `at least ${min}`]),
    ...(max === Infinity ? [] : [`at most ${max}`]),
  ].join(' and ')
  return make(
    { kind: 'number', min, max, exclusive },
    options,
    `${bounds ? `a number, ${bounds}` : 'a number'}${optional ? ', or null' : ''}`,
    (v): v is T =>
      typeof v === 'number' && Number.isFinite(v) && (exclusive ? v > min : v >= min) && v <= max,
  )
}

/** A real number; `exclusive` leaves out the lower bound itself. */
export const number = (options: Common & RealRange & { default: number }): Param<number> =>
  makeNumber(options)

/** Like `number`, or `null` for torch's None. */
export const optionalNumber = (
  options: Common & RealRange & { default: number | null },
): Param<number | null> => makeNumber({ ...options, optional: true })

/** A list of as many numbers as its default has, from 0 up to and without 1. */
export const fractions = (options: Common & { default: readonly number[] }): Param<readonly number[]> => {
  const { length } = options.default
  return make(
    { kind: 'sizes', length, min: 0, max: 1 },
    options,
    `a list of ${length} numbers from 0 to 1, 1 left out`,
    (v): v is readonly number[] =>
      Array.isArray(v) && v.length === length && v.every(x => typeof x === 'number' && x >= 0 && x < 1),
  )
}

/** What two axes share or have apart: `3` or `[3, 5]`. */
export type PairValue = number | Pair

const isPair = (value: unknown, min: number, max: number): value is PairValue =>
  isWhole(value, min, max) ||
  (Array.isArray(value) && value.length === 2 && value.every(item => isWhole(item, min, max)))

/** A number for both axes, or `[height, width]`. */
export const pair = (
  options: Common & { default: PairValue; min: number; max?: number },
): Param<PairValue> => {
  const { min, max = LARGEST } = options
  return make(
    { kind: 'pair', min, max, words: [] },
    options,
    `a whole number${range(min, max)}, or [height, width] of such`,
    (v): v is PairValue => isPair(v, min, max),
  )
}

/** Like `pair`, or one of a few words (`padding: 'same'`). */
export const pairOrWord = <W extends string>(
  options: Common & { default: PairValue | W; min?: number; max?: number; words: readonly W[] },
): Param<PairValue | W> => {
  const { min = -LARGEST, max = LARGEST, words } = options
  return make(
    { kind: 'pair', min, max, words },
    options,
    `a whole number${range(min, max)}, [height, width] of such, or ${words.map(w => `'${w}'`).join(' or ')}`,
    (v): v is PairValue | W => isPair(v, min, max) || (words as readonly unknown[]).includes(v),
  )
}

/** Like `pair`, or `null` for torch's None. */
export const optionalPair = (
  options: Common & { default: PairValue | null; min: number; max?: number },
): Param<PairValue | null> => {
  const { min, max = LARGEST } = options
  return make(
    { kind: 'pair', min, max, words: [] },
    { ...options, optional: true },
    `a whole number${range(min, max)}, [height, width] of such, or null`,
    (v): v is PairValue | null => isPair(v, min, max),
  )
}

/** What two axes share or have apart, where either may be `null` for torch's None. */
export type OptionalSides = number | null | readonly [height: number | null, width: number | null]

/** Like `pair`, or `null` for both axes or for one of them. */
export const optionalSides = (
  options: Common & { default: OptionalSides; min: number; max?: number },
): Param<OptionalSides> => {
  const { min, max = LARGEST } = options
  const isSide = (value: unknown) => value === null || isWhole(value, min, max)
  return make(
    { kind: 'pair', min, max, words: [] },
    { ...options, optional: true },
    `a whole number${range(min, max)}, or [height, width] of such, null for each that is none`,
    (v): v is OptionalSides => isSide(v) || (Array.isArray(v) && v.length === 2 && v.every(isSide)),
  )
}

/** A number, or a list with one for each axis behind the channels. */
export type PerAxis = number | readonly number[]

/**
 * A number for every axis behind the channels, or a list with one for each; `null` for torch's None. Whole numbers, or
 * with `isReal` any from `min` on. How many are wanted depends on the tensor, so that is for `infer` to check.
 */
export const perAxis = (
  options: Common & { default: PerAxis | null; min: number; isReal?: boolean },
): Param<PerAxis | null> => {
  const { min, isReal = false } = options
  const isSide = (value: unknown): value is number =>
    isReal ? typeof value === 'number' && value >= min && value <= LARGEST : isWhole(value, min, LARGEST)
  return make(
    { kind: 'pair', min, max: LARGEST, words: [], ...(isReal && { isReal }) },
    { ...options, optional: true },
    `a${isReal ? '' : ' whole'} number${range(min, LARGEST)}, [height, width] of such, or null`,
    (v): v is PerAxis => isSide(v) || (Array.isArray(v) && v.length >= 1 && v.length <= 3 && v.every(isSide)),
  )
}

/** A list of whole numbers: a shape, or the four sides of a padding. */
export const sizes = (
  options: Common & { default: readonly number[]; min?: number; length?: number },
): Param<readonly number[]> => {
  const { min = 1, length } = options
  return make(
    { kind: 'sizes', min, max: LARGEST, ...(length === undefined ? {} : { length }) },
    options,
    `a list of ${length === undefined ? '' : `${length} `}whole numbers${range(min, LARGEST)}`,
    (v): v is readonly number[] =>
      Array.isArray(v) &&
      v.length > 0 &&
      v.length <= 8 &&
      (length === undefined || v.length === length) &&
      v.every(item => isWhole(item, min, LARGEST)),
  )
}

/** A whole number for all four sides of an image, or `[left, right, top, bottom]`; two numbers leave top and bottom alone. */
export const margins = (options: Common & { default: PerAxis }): Param<PerAxis> =>
  make(
    { kind: 'sizes', min: -LARGEST, max: LARGEST },
    options,
    'a whole number, or a list [left, right, top, bottom]',
    (v): v is PerAxis =>
      isWhole(v, -LARGEST, LARGEST) ||
      (Array.isArray(v) &&
        (v.length === 2 || v.length === 4) &&
        v.every(item => isWhole(item, -LARGEST, LARGEST))),
  )

/** On or off. */
export const flag = (options: Common & { default: boolean }): Param<boolean> =>
  make({ kind: 'switch' }, options, 'true or false', (v): v is boolean => typeof v === 'boolean')

/** On, off, or `null` for torch's None. */
export const optionalFlag = (options: Common & { default: boolean | null }): Param<boolean | null> =>
  make(
    { kind: 'switch' },
    { ...options, optional: true },
    'true, false or null',
    (v): v is boolean => typeof v === 'boolean',
  )

/** One of a few words. */
export const choice = <W extends string>(options: Common & { default: W; options: readonly W[] }): Param<W> =>
  make(
    { kind: 'choice', options: options.options },
    options,
    `one of ${options.options.map(option => `'${option}'`).join(', ')}`,
    (v): v is W => (options.options as readonly unknown[]).includes(v),
  )

/** A number or a pair as `[height, width]`. */
export const asPair = (value: PairValue): Pair => (typeof value === 'number' ? [value, value] : value)

/** A pair as short as a document writes it: one number where both axes agree. */
export const shortPair = ([height, width]: Pair): PairValue => (height === width ? height : [height, width])

/** True where two parameter values mean the same: `3` equals `[3, 3]`. */
export function sameValue(a: ParamValue, b: ParamValue): boolean {
  if (a === b) return true
  const [x, y] = [a, b].map(v => (Array.isArray(v) ? v : undefined))
  if (x && y) return x.length === y.length && x.every((item, i) => item === y[i])
  const list = x ?? y
  const single = x ? b : a
  return list?.length === 2 && list.every(item => item === single)
}

/** The value as a person reads it: `3`, `3×5`, `same`, `none`, `on`. */
export function formatValue(value: ParamValue): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) {
    const sides = value.map(side => (side === null ? 'none' : String(side)))
    return sides.length === 2 && sides[0] === sides[1] ? sides[0]! : sides.join('×')
  }
  return String(value)
}

/** All parameters of a schema: those given, the rest at their defaults. The given ones must have been parsed. */
export const fillParams = <S extends ParamSchema>(
  schema: S,
  given: Readonly<Record<string, unknown>> | undefined,
): Params<S> =>
  Object.fromEntries(
    Object.entries(schema).map(([name, param]) => [
      name,
      given && given[name] !== undefined ? given[name] : param.default,
    ]),
  ) as Params<S>
