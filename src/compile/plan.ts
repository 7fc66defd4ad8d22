/**
 * The plan: a valid document as an ordered list of tfjs layer calls, all of it JSON. The runtime executes the list, the
 * printers print it, and the worker receives it, so that none of them can see a different network.
 */
import type { Initializer, Json, LayerCall, PyTorch } from '../graph/definition.ts'
import type { Shape } from '../graph/shape.ts'

/** The part of the network that a step belongs to; `undefined` where the document does not say. */
export type Role = 'encoder' | 'decoder'

/** A tensor of the plan: where it comes from and how large one sample of it is. */
export interface PlanTensor {
  /** Unique in the plan, and a safe identifier. */
  readonly name: string
  /** The node that yields it. */
  readonly node: string
  /** The output port of that node. */
  readonly port: string
  /** Channels first, without batch axis. */
  readonly shape: Shape
}

/** A pixel of channel c, from 0 to 1, is for the network (pixel − mean[c]) / deviation[c]. */
export interface PixelScale {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** One layer call of one node. */
export interface Step {
  /** Name of the layer and of the tensor it yields; unique in the plan, a safe identifier. */
  readonly name: string
  readonly node: string
  readonly type: string
  readonly role?: Role
  readonly call: LayerCall
  /** Names of tensors: plan inputs or earlier steps. */
  readonly inputs: readonly string[]
}

/** One weight of the plan, with its place in PyTorch and in tfjs. */
export interface PlanWeight {
  /** The key in PyTorch's `state_dict`: `encoder.0.weight`. */
  readonly name: string
  readonly step: string
  readonly shape: Shape
  readonly init: Initializer
  readonly trainable: boolean
  /** How torch's layout becomes that of the tfjs layer. */
  readonly reshape?: readonly number[]
  readonly permute?: readonly number[]
}

/** A node as tables and doc comments list it. */
export interface PlanNode {
  readonly id: string
  /** The safe identifier of the node in code. */
  readonly name: string
  readonly type: string
  readonly role?: Role
  /** Name of the tensor that its first output is. */
  readonly tensor: string
  readonly inputs: readonly string[]
  readonly output: Shape
  readonly parameters: number
  readonly macs: number
  /** Its place in the PyTorch module: `encoder.0`. */
  readonly module: string
  readonly pytorch: Exclude<PyTorch, { expression: unknown }> | { readonly expression: string }
}

/** A loss of the document: what it measures, and against what. */
export interface PlanLoss {
  readonly node: string
  /** `MSELoss`, `CrossEntropyLoss`, …: the class in `torch.nn`. */
  readonly type: string
  readonly params: { readonly [key: string]: Json }
  /** Name of the tensor that it measures, and the size of one sample of it. */
  readonly input: string
  readonly shape: Shape
  /** Name of the tensor that it is measured against, or the label that comes with an input of the plan. */
  readonly target: string | { readonly input: string; readonly port: 'label' }
}

export interface Plan {
  readonly name: string
  /** The pixels that it is trained on, where they are not from 0 to 1. */
  readonly range?: '-1..1' | 'standardise'
  readonly inputs: readonly PlanTensor[]
  readonly steps: readonly Step[]
  readonly outputs: readonly PlanTensor[]
  /** The one tensor that leaves the encoder and enters the decoder; absent where there is none, or skips lead past it. */
  readonly code?: PlanTensor
  readonly weights: readonly PlanWeight[]
  /** What training makes small, their sum; empty where it compares the output with the image. */
  readonly losses: readonly PlanLoss[]
  /** Every node but the inputs and the losses, in order. */
  readonly nodes: readonly PlanNode[]
}
