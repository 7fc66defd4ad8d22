/** The parameters of each layer beside those of its torch class, in the order of torch 2's signatures. */
import { expect, test } from 'vitest'
import { definitions } from '../../nodes/index.ts'
import { fillParams } from '../../src/graph/params.ts'
import { camelCase } from './golden.ts'

/** Marks a parameter that torch wants said; here it has a default. */
const required = Symbol('required')

/** What `inspect.signature` says, without `device` and `dtype`, which every layer with weights has. */
const torch: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Conv2d: {
    ...{ in_channels: required, out_channels: required, kernel_size: required, stride: 1, padding: 0 },
    ...{ dilation: 1, groups: 1, bias: true, padding_mode: 'zeros' },
  },
  ConvTranspose2d: {
    ...{ in_channels: required, out_channels: required, kernel_size: required, stride: 1, padding: 0 },
    ...{ output_padding: 0, groups: 1, bias: true, dilation: 1, padding_mode: 'zeros' },
  },
  Linear: { in_features: required, out_features: required, bias: true },
  Flatten: { start_dim: 1, end_dim: -1 },
  Unflatten: { dim: required, unflattened_size: required },
  MaxPool2d: {
    ...{ kernel_size: required, stride: null, padding: 0, dilation: 1 },
    ...{ return_indices: false, ceil_mode: false },
  },
  AvgPool2d: {
    ...{ kernel_size: required, stride: null, padding: 0, ceil_mode: false },
    ...{ count_include_pad: true, divisor_override: null },
  },
  AdaptiveAvgPool2d: { output_size: required },
  // recompute_scale_factor None counts as False.
  Upsample: {
    ...{ size: null, scale_factor: null, mode: 'nearest', align_corners: null },
    recompute_scale_factor: false,
  },
  PixelShuffle: { upscale_factor: required },
  PixelUnshuffle: { downscale_factor: required },
  ZeroPad2d: { padding: required },
  ReflectionPad2d: { padding: required },
  ReplicationPad2d: { padding: required },
  BatchNorm2d: {
    ...{ num_features: required, eps: 1e-5, momentum: 0.1, affine: true, track_running_stats: true },
  },
  InstanceNorm2d: {
    ...{ num_features: required, eps: 1e-5, momentum: 0.1, affine: false, track_running_stats: false },
  },
  GroupNorm: { num_groups: required, num_channels: required, eps: 1e-5, affine: true },
  LayerNorm: { normalized_shape: required, eps: 1e-5, elementwise_affine: true, bias: true },
  Dropout: { p: 0.5, inplace: false },
  Dropout2d: { p: 0.5, inplace: false },
  ReLU: { inplace: false },
  ReLU6: { inplace: false },
  LeakyReLU: { negative_slope: 0.01, inplace: false },
  PReLU: { num_parameters: 1, init: 0.25 },
  ELU: { alpha: 1, inplace: false },
  SELU: { inplace: false },
  SiLU: { inplace: false },
  GELU: { approximate: 'none' },
  Softplus: { beta: 1, threshold: 20 },
  Sigmoid: {},
  Tanh: {},
  Hardtanh: { min_val: -1, max_val: 1, inplace: false, min_value: null, max_value: null },
  Softmax: { dim: null },
  Identity: {},
  MSELoss: { size_average: null, reduce: null, reduction: 'mean' },
  L1Loss: { size_average: null, reduce: null, reduction: 'mean' },
  BCEWithLogitsLoss: {
    ...{ weight: null, size_average: null, reduce: null, reduction: 'mean', pos_weight: null },
  },
  CrossEntropyLoss: {
    ...{ weight: null, size_average: null, ignore_index: -100, reduce: null },
    ...{ reduction: 'mean', label_smoothing: 0 },
  },
}

/** What decision 12 leaves out. */
const leftOut: readonly string[] = [
  ...['in_channels', 'in_features', 'num_features', 'num_channels', 'inplace', 'return_indices'],
  ...['min_value', 'max_value', 'size_average', 'reduce', 'weight'],
  'ConvTranspose2d.padding_mode',
]

/** Layers that torch has no class for. */
const ours = ['Add', 'Concat', 'GaussianKLLoss', 'GaussianNoise', 'Input', 'Multiply', 'Reparameterize']

test('every layer is in the table, or is ours', () => {
  expect(definitions.map(({ type }) => type).toSorted()).toEqual([...Object.keys(torch), ...ours].toSorted())
})

for (const { type, params } of definitions.filter(each => each.type in torch)) {
  test(`${type} has the parameters of its torch class, and its defaults`, () => {
    const expected = Object.entries(torch[type]!).filter(
      ([name]) => !leftOut.includes(name) && !leftOut.includes(`${type}.${name}`),
    )
    expect(Object.keys(params).toSorted()).toEqual(expected.map(([name]) => camelCase(name)).toSorted())
    const defaults: Readonly<Record<string, unknown>> = fillParams(params, undefined)
    for (const [name, value] of expected) {
      if (value === required) continue
      // One number for all classes or pixels, where torch's None stands for 1.
      expect(defaults[camelCase(name)], name).toEqual(name === 'pos_weight' ? 1 : value)
    }
    for (const [name, { help }] of Object.entries(params)) {
      expect(help.length, `help of ${name}`).toBeGreaterThan(10)
    }
  })
}
