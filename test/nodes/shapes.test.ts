import { describe, expect, test } from 'vitest'
import { type Shape, sizeOf } from '../../src/graph/shape.ts'
import { answerOf, camelCase, definitionOf, type GoldenCase, goldenCases } from './golden.ts'

/** How a case of torch reads as a layer on the canvas; undefined where its mistake cannot be made there. */
interface Reading {
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: readonly Shape[]
  readonly output: Shape | undefined
}

const without = (params: Readonly<Record<string, unknown>>, ...names: readonly string[]) =>
  Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => !names.includes(name))
      .map(([name, value]) => [camelCase(name), value]),
  )

/** Images: (N, C, H, W) loses its batch axis, (C, H, W) is a sample already. */
const sampleOf = (shape: Shape): Shape => (shape.length > 3 ? shape.slice(1) : shape)

const image = (c: GoldenCase): Reading => ({
  params: without(c.params),
  inputs: c.inputs.map(sampleOf),
  output: c.output && sampleOf(c.output),
})

/** `inChannels` comes from the wire, so it can never be wrong. */
const convolution = (c: GoldenCase): Reading | undefined => {
  const { params, inputs, output } = image(c)
  const { inChannels, ...rest } = params
  const [x = []] = inputs
  return x.length === 3 && x[0] !== inChannels ? undefined : { params: rest, inputs, output }
}

/** Upsample takes (N, C, …) only: the first axis is the batch. */
const batched = (c: GoldenCase): Reading => ({
  params: without(c.params),
  inputs: c.inputs.map(shape => shape.slice(1)),
  output: c.output?.slice(1),
})

/** Channels come from the wire. One value per channel fails in training only, so it is no matter of sizes. */
const batchNorm = (c: GoldenCase): Reading | undefined => {
  const [x = []] = c.inputs
  const isOneValue = sizeOf(x) === x[1] && c.params.training !== false
  if (x.length === 4 && (x[1] !== c.params.num_features || isOneValue)) return undefined
  return batched({ ...c, params: without(c.params, 'num_features', 'training') })
}

/** With running statistics an image of one pixel fails in training only. */
const instanceNorm = (c: GoldenCase): Reading | undefined => {
  const isOnePixel = c.inputs[0]!.slice(-2).every(side => side === 1)
  return isOnePixel && c.params.track_running_stats
    ? undefined
    : image({ ...c, params: without(c.params, 'num_features') })
}

/** One value per group fails for a single sample only. */
const groupNorm = (c: GoldenCase): Reading | undefined =>
  sizeOf(c.inputs[0]!) === c.params.num_groups
    ? undefined
    : batched({ ...c, params: without(c.params, 'num_channels') })

const linear = (c: GoldenCase): Reading | undefined =>
  c.inputs[0]!.at(-1) === c.params.in_features
    ? { params: without(c.params, 'in_features'), inputs: c.inputs, output: c.output }
    : undefined

/** Layers that name axes: the tensor is one sample, so that axes counted from the front stand one further back. */
const axes =
  (defaults: Readonly<Record<string, number>>) =>
  (c: GoldenCase): Reading => {
    const params: Record<string, unknown> = without({ ...defaults, ...c.params })
    for (const name of ['dim', 'startDim', 'endDim']) {
      const value = params[name]
      if (typeof value === 'number' && value >= 0) params[name] = value + 1
    }
    return { params, inputs: c.inputs, output: c.output }
  }

const readings: Readonly<Record<string, (c: GoldenCase) => Reading | undefined>> = {
  Conv2d: convolution,
  ConvTranspose2d: convolution,
  Upsample: batched,
  MaxPool2d: image,
  AvgPool2d: image,
  AdaptiveAvgPool2d: image,
  BatchNorm2d: batchNorm,
  InstanceNorm2d: instanceNorm,
  GroupNorm: groupNorm,
  LayerNorm: batched,
  Linear: linear,
  Flatten: axes({ start_dim: 1, end_dim: -1 }),
  Unflatten: axes({}),
  Concat: axes({}),
  PixelShuffle: image,
  PixelUnshuffle: image,
  ZeroPad2d: image,
  ReflectionPad2d: image,
  ReplicationPad2d: image,
  Add: c => ({ params: {}, inputs: c.inputs, output: c.output }),
}

describe('sizes are those of PyTorch, and where it raises there is a problem at a parameter or a port', () => {
  for (const [type, read] of Object.entries(readings)) {
    test(type, () => {
      const definition = definitionOf(type)
      const different: unknown[] = []
      for (const c of goldenCases(type)) {
        const reading = read(c)
        if (!reading) {
          // torch's own reason is a channel count that nobody types in here.
          if (c.output) different.push({ ...c, reason: 'torch accepts it' })
          continue
        }
        const answer = answerOf(definition, reading.params, reading.inputs)
        if (c.isOld) continue
        const agrees =
          'output' in answer
            ? JSON.stringify(answer.output) === JSON.stringify(reading.output)
            : reading.output === undefined && !answer.at.startsWith('nothing')
        if (!agrees) different.push({ ...reading, answer })
      }
      expect(different).toEqual([])
    })
  }

  test('MaxPool2d takes padding up to half of a spread window, as torch 2 does and torch 1 did not', () => {
    const old = goldenCases('MaxPool2d').filter(c => c.isOld)
    const answers = old.map(image).map(c => answerOf(definitionOf('MaxPool2d'), c.params, c.inputs))
    expect(old.length).toBe(116)
    const refused = answers.filter(answer => !('output' in answer))
    expect(refused.every(answer => 'at' in answer && answer.at === 'param kernelSize')).toBe(true)
    expect(answers.length - refused.length).toBeGreaterThan(50)
  })

  test('what torch 2 accepts and torch 1 refused is a size: circular padding without a batch', () => {
    const old = goldenCases('Conv2d').filter(c => c.isOld)
    const accepted = old.filter(c => {
      const reading = convolution(c)
      return reading && 'output' in answerOf(definitionOf('Conv2d'), reading.params, reading.inputs)
    })
    expect(old.length).toBeGreaterThan(20)
    expect(accepted.length).toBe(15)
  })
})

/**
 * Calls that no case is stored of. torch 1.13.1 gave these results, and the sources of torch 2.5 the same: Conv2d by
 * torch/nn/modules/conv.py (`_conv_forward` hands modes other than zeros to F.pad, which cuts) and
 * aten/src/ATen/native/Convolution.cpp (`check_shape_forward`), Upsample by torch/nn/modules/upsampling.py (a
 * scale_factor of 0 is None) and aten/src/ATen/native/AdaptiveAveragePooling.cpp (sizes from 0 on).
 */
type Call = [type: string, params: object, input: Shape, output: Shape | undefined]
const calls: Call[] = [
  ['Conv2d', { kernelSize: 3, padding: -1, paddingMode: 'zeros' }, [1, 6, 6], undefined],
  ['Conv2d', { kernelSize: 3, padding: [1, -1], paddingMode: 'zeros' }, [1, 6, 6], undefined],
  ...['replicate', 'reflect', 'circular'].flatMap((paddingMode): Call[] => [
    ['Conv2d', { kernelSize: 3, padding: -1, paddingMode }, [1, 6, 6], [32, 2, 2]],
    ['Conv2d', { kernelSize: 3, padding: [-1, 1], paddingMode }, [1, 6, 6], [32, 2, 6]],
    ['Conv2d', { kernelSize: 3, padding: [1, -1], paddingMode }, [1, 6, 6], [32, 6, 2]],
    ['Conv2d', { kernelSize: 3, padding: -2, paddingMode }, [1, 6, 6], undefined],
  ]),
  ['Upsample', { size: 0, mode: 'area' }, [1, 4, 4], [1, 0, 0]],
  ['Upsample', { size: [0, 2], mode: 'area' }, [1, 4, 4], [1, 0, 2]],
  ['Upsample', { size: 0, mode: 'area' }, [1, 4], [1, 0]],
  ['Upsample', { size: [2, 0, 3], mode: 'area' }, [1, 4, 4, 4], [1, 2, 0, 3]],
  ['Upsample', { scaleFactor: 0.1, mode: 'area' }, [1, 4, 4], [1, 0, 0]],
  ['Upsample', { scaleFactor: [0, 0], mode: 'area' }, [1, 4, 4], [1, 0, 0]],
  ...['nearest', 'nearest-exact', 'bilinear', 'bicubic'].map(
    (mode): Call => ['Upsample', { size: 0, mode }, [1, 4, 4], undefined],
  ),
  ...['nearest', 'nearest-exact', 'bilinear', 'bicubic', 'area'].flatMap((mode): Call[] => [
    ['Upsample', { scaleFactor: 0, mode }, [1, 4, 4], undefined],
    ['Upsample', { scaleFactor: 0, size: 2, mode }, [1, 4, 4], [1, 2, 2]],
    ['Upsample', { scaleFactor: [0, 0], size: 2, mode }, [1, 4, 4], undefined],
    ['Upsample', { scaleFactor: 2, size: 2, mode }, [1, 4, 4], undefined],
  ]),
  ['Upsample', { scaleFactor: [0, 1], mode: 'nearest' }, [1, 4, 4], undefined],
]
test.each(calls)('%s %j on %j is %j, as torch 2 has it', (type, params, input, output) => {
  const answer = answerOf(definitionOf(type), { ...params }, [input])
  if (output) expect(answer).toEqual({ output })
  else expect('at' in answer && /^(param|port) /.test(answer.at)).toBe(true)
})
