import type { ParamSchema, Params, ParamValue } from './params.ts'
import type { Problem } from './problem.ts'
import type { Pair, Shape } from './shape.ts'

/** Where a layer stands in the palette. */
export type Category =
  | 'convolution'
  | 'pooling'
  | 'activation'
  | 'normalization'
  | 'regularization'
  | 'padding'
  | 'vector'
  | 'merge'
  | 'loss'
  | 'source'

/** A handle of a node. A wire may join two ports of the same kind only, or of one that an input takes as well. */
export interface Port {
  readonly name: string
  /** `label`: the class of each image. `loss`: what training makes small; no layer takes it. */
  readonly kind: 'tensor' | 'label' | 'loss'
  /** Of an input: another kind that it takes. A label has no sides, so that `infer` can tell. */
  readonly also?: Port['kind']
  readonly help: string
  /** True for the one port of Add, Multiply and Concat, which takes several wires in the order of the edges. */
  readonly multiple?: boolean
}

/** A node with its parameters and the sizes that reach it, in the order of ports (and of wires, on a multiple port). */
export interface Arrival<S extends ParamSchema = ParamSchema> {
  readonly params: Params<S>
  readonly inputs: readonly Shape[]
}

/** What every later step may rely on once inference has succeeded. */
export interface Site<S extends ParamSchema = ParamSchema> extends Arrival<S> {
  readonly outputs: readonly Shape[]
}

/** A wrong graph is an answer, not an exception: one output size per port, or a problem. */
export type Inferred = { readonly outputs: readonly Shape[] } | { readonly problem: Problem }

/** A plain value as JSON holds it; lowered layers are made of nothing else. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/**
 * How a weight starts. `uniform` draws from [−bound, bound], with `repeat` one draw for so many neighbouring entries of the
 * first side; the rest are constants.
 */
export type Initializer =
  | { readonly kind: 'uniform'; readonly bound: number; readonly repeat?: number }
  | { readonly kind: 'constant'; readonly value: number }

/** One weight of a layer, in torch's layout and under its torch name. */
export interface WeightSpec {
  readonly shape: Shape
  readonly init: Initializer
  /** False for running statistics, which are saved but not trained. */
  readonly trainable?: boolean
}

/** How a torch weight becomes a weight of the tfjs layer: first the reshape, then the permutation of axes. */
export interface WeightSlot {
  /** The name in `weights`. */
  readonly name: string
  readonly reshape?: readonly number[]
  readonly permute?: readonly number[]
}

/**
 * One call of a tfjs layer, as data. The runtime makes the layer and applies it; the TypeScript printer prints the same
 * call. `layer` is a factory of `tf.layers` (`conv2d`), or one of our own classes in `src/runtime/layers` (`TorchConv2d`).
 */
export interface LayerCall {
  readonly layer: string
  readonly config: { readonly [key: string]: Json }
  /** The layer's weights in the order of `layer.getWeights()`. */
  readonly weights?: readonly WeightSlot[]
  /** `kernelInitializer` and `biasInitializer` draw from [−bound, bound], torch's default; for layers of `tf.layers`. */
  readonly initBound?: number
  /** So many neighbouring output channels start equal; see `GraphNode.equalStart`. */
  readonly initRepeat?: number
}

/** The calls follow one another: the first takes the node's inputs, each further one the output before it. */
export type Lowering = readonly LayerCall[]

/** A layer as PyTorch writes it: a module with its arguments, or an expression of its inputs. */
export type PyTorch =
  | {
      readonly module: string
      readonly args: readonly Json[]
      readonly kwargs: { readonly [key: string]: Json }
    }
  | { readonly expression: (inputs: readonly string[]) => string }

/**
 * How torch's `print(model)` writes a module, where that is not simply all of its parameters by name. Arguments are
 * torch's keywords: `out_channels`. Source: `extra_repr` of the class, torch 1.13 and 2.
 */
export interface PrintedForm<S extends ParamSchema = ParamSchema> {
  /** Arguments that are printed without their names, in order. */
  readonly positional?: readonly string[]
  /** Arguments that no document holds, because the wire says them: the axis of the arriving size that each repeats. */
  readonly arriving?: Readonly<Record<string, number>>
  /** Arguments that torch has no default for. */
  readonly required?: readonly string[]
  /** Arguments that are printed only where they are not at their default. */
  readonly brief?: readonly string[]
  /** Arguments that repeat another one where they are none: `{ stride: 'kernel_size' }`. */
  readonly repeating?: Readonly<Record<string, string>>
  /** True where torch has made a tuple of every number for several axes, and sets no quotes around words. */
  readonly isFormatted?: boolean
  /** Arguments that are never printed; true for those that make a difference with these parameters. */
  unprinted?(params: Params<S>): Readonly<Record<string, boolean>>
}

/** How outputs depend on a window of inputs per axis: for receptive fields, overlap maps and rounding. */
export interface Window {
  /** `gather` slides over its input (convolution, pooling); `scatter` paints into its output (transposed). */
  readonly kind: 'gather' | 'scatter'
  readonly kernel: Pair
  readonly stride: Pair
  /** Rows above and columns left of the input (gather), or cut away from the output (scatter). */
  readonly padding: Pair
  readonly dilation: Pair
  /** True where the window takes the mean of what it covers. */
  readonly isAverage?: boolean
  /** True where that mean is of the pixels of the image alone, padding left out. */
  readonly leavesOutPadding?: boolean
  /** What each sum is divided by in place of the number of pixels. */
  readonly divisor?: number
  /** True where sizes are rounded up, so that the last window may end beyond the padding. */
  readonly isCeil?: boolean
  /** How many more neighbours each output pixel blends in, by shares that sum to 1 everywhere: 1 for bilinear. */
  readonly blended?: Pair
  /** What stands beyond the border of the input, where it is not zeros. */
  readonly beyond?: Beyond
}

/**
 * How each output side is mixed from the input's: copies of the pixel that it falls on (nearest), blends of the two
 * (linear) or four (cubic) that lie around it, means of those that it covers (area).
 */
export interface Resampling {
  readonly mode: 'nearest' | 'nearest-exact' | 'linear' | 'cubic' | 'area'
  /** True where the middles of the corner pixels stay in place, false where the outer edges do. */
  readonly alignCorners: boolean
  /** Input pixels per output pixel, for height and width, as the layer computes with them. */
  readonly ratio: Pair
  /** How many times larger the sides become; left out where the sides that come out are given. */
  readonly factor?: Pair
  /** True where the ratio is that of the sides, and not of the factor. */
  readonly isBySides: boolean
}

/** What stands beyond the border of an image: its own pixels, mirrored, repeated, or from the other side. */
export type Beyond = 'reflect' | 'replicate' | 'circular'

/** The arithmetic of one output side, for the inspector: the rule, the rule with its numbers, the result. */
export interface Formula {
  readonly rule: string
  readonly numbers: string
  /** "= 8 + 1 = 9" as `["8 + 1", "9"]`: steps of the result, the last one the size itself. */
  readonly steps: readonly string[]
  /** What else is worth knowing: "Same for width. 20 and 21 both give 9." */
  readonly note?: string
}

/** An amount and how it was counted: 16416 as "32·32·4·4 + 32". */
export interface Count {
  readonly value: number
  readonly how: string
}

/** A layer that does not stand on the canvas yet. */
export interface Layer {
  readonly type: string
  readonly params: Readonly<Record<string, unknown>>
  /** See `GraphNode.equalStart`. */
  readonly equalStart?: number
}

/** How a mirrored decoder enlarges: by transposed convolutions, or by Upsample and a convolution. */
export type MirrorForm = 'transposed' | 'resize'

/** Layers that could stand in a layer's place, its output size kept. */
export interface Alternative {
  /** What it does, as a button says it: "Kernel 4, a multiple of stride 2". */
  readonly change: string
  readonly why: string
  readonly layers: readonly Layer[]
  /** Why it cannot stand here after all: "it gives 8×8, not 9×9". */
  readonly leftOut?: string
}

/** Everything Hourglass knows of a layer type, in one value; see `nodes/ReLU.ts` and `nodes/Conv2d.ts`. */
export interface NodeDefinition<S extends ParamSchema = ParamSchema> {
  /** The class in `torch.nn`, written into saved files and never renamed. */
  readonly type: string
  /** Raised when the meaning of parameters changes; `migrate` lifts older files. */
  readonly version: number
  readonly title: string
  readonly category: Category
  /** What the layer does, in a sentence or two: palette, inspector and reference read this. */
  readonly docs: string
  /** The letter that adds the layer behind the selection while the canvas has focus. */
  readonly key?: string
  /** The stem of default names: `conv` gives conv1, conv2, … */
  readonly stem: string

  readonly params: S
  /** What a new layer starts with where torch's defaults alone do not make a working one. */
  readonly start?: Readonly<Record<string, ParamValue>>
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]

  /** Sizes of the outputs, or the problem. Called only when every input has arrived. */
  infer(arrival: Arrival<S>): Inferred
  /** The arithmetic of the output size; also where inference failed, as far as it goes. */
  formula?(arrival: Arrival<S>): Formula | undefined
  /** Undefined where a site has no regular window, such as a scale factor that is broken. */
  window?(site: Site<S>): Window | undefined
  /** For layers that mix pixels by a ratio of sides, whole or not; where there is a window too, both say the same. */
  resampling?(site: Site<S>): Resampling | undefined
  /** The weights by torch name, in torch's order and layout. Needs inputs only, so that a layer with a problem has its count. */
  weights?(arrival: Arrival<S>): Readonly<Record<string, WeightSpec>>
  /** Multiply-accumulates for one sample; none where left out. */
  macs?(site: Site<S>): Count
  /** The layers that lead from this layer's output back to its input's size, in order; see `src/analyze/mirror.ts`. */
  mirror?(site: Site<S>, form: MirrorForm): readonly Layer[]
  /** What could stand here instead, so that nothing is painted unevenly. */
  alternatives?(site: Site<S>): readonly Alternative[]
  /** In place of the parameters on the card: "784 → 8". */
  card?(arrival: Arrival<S>): string | undefined

  /** The tfjs layers that compute this node; empty where the input passes through unchanged. */
  lower(site: Site<S>): Lowering
  pytorch(site: Site<S>): PyTorch
  /** How the printed module differs from all parameters by name in order; reading and printing it both follow this. */
  readonly printed?: PrintedForm<S>
  migrate?(params: Readonly<Record<string, unknown>>, from: number): Readonly<Record<string, unknown>>

  /** Small sites for the reference and for the contract test, which builds, runs and trains each of them. */
  readonly examples: readonly Example[]
}

/** Given parameters and inputs, the outputs they lead to, or a part of the problem's sentence. */
export type Example = {
  readonly params?: Readonly<Record<string, unknown>>
  readonly inputs: readonly Shape[]
} & ({ readonly outputs: readonly Shape[] } | { readonly problem: string })

/** Gives a definition its types; the value is returned as it is. */
export const defineNode = <const S extends ParamSchema>(definition: NodeDefinition<S>): NodeDefinition<S> =>
  definition

/** True for a node that only measures: it takes what the network yields, and is no part of the network itself. */
export const isLoss = (definition: NodeDefinition): boolean => definition.category === 'loss'

/** The layer types that a graph may use, by `type`. */
export type Registry = ReadonlyMap<string, NodeDefinition>

/** True where a wire from this output may enter this input. */
export const takes = (input: Port, output: Port): boolean =>
  output.kind === input.kind || output.kind === input.also

/** What an input takes, within a sentence: "tensor", "tensor or label". */
export const kindsOf = ({ kind, also }: Port): string => (also ? `${kind} or ${also}` : kind)

/** The usual port of a layer that takes one tensor. */
export const tensorInput: Port = {
  name: 'input',
  kind: 'tensor',
  help: 'The tensor that the layer works on.',
}

/** The usual port of a layer that yields one tensor. */
export const tensorOutput: Port = {
  name: 'output',
  kind: 'tensor',
  help: 'The tensor that the layer yields.',
}
