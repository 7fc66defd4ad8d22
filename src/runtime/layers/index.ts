/**
 * The layer classes that `tf.layers` lacks; each is one file without other
 * imports, which exports carry along.
 */
export { BroadcastAdd } from './BroadcastAdd.ts';
export { BroadcastMultiply } from './BroadcastMultiply.ts';
export { Hardtanh } from './Hardtanh.ts';
export { Interpolate } from './Interpolate.ts';
export { NearestUpsample } from './NearestUpsample.ts';
export { Pad2d } from './Pad2d.ts';
export { SeededNoise } from './SeededNoise.ts';
export { SeededSample } from './SeededSample.ts';
export { TanhGELU } from './TanhGELU.ts';
export { TorchConv2d } from './TorchConv2d.ts';
export { TorchConvTranspose2d } from './TorchConvTranspose2d.ts';
export { TorchDropout } from './TorchDropout.ts';
export { TorchELU } from './TorchELU.ts';
export { TorchGroupNorm } from './TorchGroupNorm.ts';
export { TorchImageNorm } from './TorchImageNorm.ts';
export { TorchLayerNorm } from './TorchLayerNorm.ts';
export { TorchMaxPool2d } from './TorchMaxPool2d.ts';
export { TorchPReLU } from './TorchPReLU.ts';
export { TorchSoftplus } from './TorchSoftplus.ts';
export { WindowMean } from './WindowMean.ts';
