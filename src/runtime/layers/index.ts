/**
 * The layer classes that `tf.layers` lacks; each is one file without other
 * imports, which exports carry along.
 */
export { BilinearUpsample } from './BilinearUpsample.ts';
export { BroadcastAdd } from './BroadcastAdd.ts';
export { NearestUpsample } from './NearestUpsample.ts';
export { Pad2d } from './Pad2d.ts';
export { TorchConv2d } from './TorchConv2d.ts';
export { TorchConvTranspose2d } from './TorchConvTranspose2d.ts';
export { TorchMaxPool2d } from './TorchMaxPool2d.ts';
export { WindowMean } from './WindowMean.ts';
