import * as tf from '@tensorflow/tfjs'
import type { Plan, Step } from '../compile/plan.ts'
import type { LayerCall } from '../graph/definition.ts'
import { storedShape } from '../graph/shape.ts'
import * as custom from './layers/index.ts'

/**
 * The model of a plan: one layer a step, inputs, layers and outputs under the names of the plan, weights not yet those of
 * torch (see `setWeights`). Images go in and come out channels last.
 * @throws Error for a layer that is not in the table, which is a fault of a node's lowering.
 */
export function buildModel(plan: Plan): tf.LayersModel {
  const tensors = new Map<string, tf.SymbolicTensor>()
  const tensorOf = (name: string): tf.SymbolicTensor => {
    const tensor = tensors.get(name)
    if (!tensor) throw new Error(`The plan names the tensor ${name} before anything yields it.`)
    return tensor
  }
  for (const input of plan.inputs) {
    tensors.set(input.name, tf.input({ shape: [...storedShape(input.shape)], name: input.name }))
  }
  for (const step of plan.steps) {
    const inputs = step.inputs.map(tensorOf)
    const output = buildLayer(step).apply(inputs.length === 1 ? inputs[0]! : inputs)
    tensors.set(step.name, output as tf.SymbolicTensor)
  }
  const [inputs, outputs] = [plan.inputs, plan.outputs].map(list => list.map(({ name }) => tensorOf(name)))
  return tf.model({ inputs: inputs!, outputs: outputs!, name: 'model' })
}

/** The layer of one step, not yet applied. */
export function buildLayer({ name, call }: Pick<Step, 'name' | 'call'>): tf.layers.Layer {
  const make = factories.get(call.layer)
  if (!make) throw new Error(`Layer ${name} asks for ${call.layer}, which the runtime does not have.`)
  return make({ ...call.config, ...initializers(call), name })
}

function initializers({ initBound, config }: LayerCall): Record<string, unknown> {
  if (initBound === undefined) return {}
  const uniform = () => tf.initializers.randomUniform({ minval: -initBound, maxval: initBound })
  return {
    kernelInitializer: uniform(),
    ...(config.useBias === false ? {} : { biasInitializer: uniform() }),
  }
}

type Config = Readonly<Record<string, unknown>>
type Factory = (config: Config) => tf.layers.Layer

/** A factory that trusts the lowering for its arguments; the contract test builds every example of every node. */
const taking =
  <Args>(make: (args: Args) => tf.layers.Layer): Factory =>
  config =>
    make(config as Args)

/** Every layer that a lowering may name: what `tf.layers` computes and trains rightly, and our own classes. */
const factories: ReadonlyMap<string, Factory> = new Map([
  ['activation', taking(tf.layers.activation)],
  ['add', taking(tf.layers.add)],
  ['averagePooling2d', taking(tf.layers.averagePooling2d)],
  ['concatenate', taking(tf.layers.concatenate)],
  ['conv2d', taking(tf.layers.conv2d)],
  ['conv2dTranspose', taking(tf.layers.conv2dTranspose)],
  ['cropping2D', taking(tf.layers.cropping2D)],
  ['dense', taking(tf.layers.dense)],
  ['dropout', taking(tf.layers.dropout)],
  ['elu', taking(tf.layers.elu)],
  ['flatten', taking(tf.layers.flatten)],
  ['leakyReLU', taking(tf.layers.leakyReLU)],
  ['multiply', taking(tf.layers.multiply)],
  ['permute', taking(tf.layers.permute)],
  ['reLU', taking(tf.layers.reLU)],
  ['reshape', taking(tf.layers.reshape)],
  ['softmax', taking(tf.layers.softmax)],
  ['zeroPadding2d', taking(tf.layers.zeroPadding2d)],
  ...Object.entries(custom).map(([name, Layer]): [string, Factory] => [
    name,
    config => new Layer(config as never),
  ]),
])
