import classifier from './classifier.json?raw'
import convolutionAsMatrix from './convolution-as-matrix.json?raw'
import denoisingAutoencoder from './denoising-autoencoder.json?raw'
import empty from './empty.json?raw'
import linearAutoencoder from './linear-autoencoder.json?raw'
import referenceAutoencoder from './reference-autoencoder.json?raw'
import resizeConvolution from './resize-convolution.json?raw'
import superResolution from './super-resolution.json?raw'
import unetSmall from './unet-small.json?raw'
import variationalAutoencoder from './variational-autoencoder.json?raw'

/** A ready graph to start from. `text` is the file itself, to be loaded as any saved file is. */
export interface Template {
  /** The name on the command line and of the file. */
  readonly name: string
  readonly title: string
  /** What is worth knowing of it, in one sentence without a full stop. */
  readonly about: string
  readonly text: string
}

/** Every template, the one that a first visit opens at the head. */
export const templates: readonly Template[] = [
  {
    name: 'reference-autoencoder',
    title: 'Reference autoencoder',
    about: 'MNIST digits to 8 numbers and back',
    text: referenceAutoencoder,
  },
  {
    name: 'linear-autoencoder',
    title: 'Linear autoencoder',
    about: 'Learns what PCA finds',
    text: linearAutoencoder,
  },
  {
    name: 'resize-convolution',
    title: 'Resize-convolution',
    about: 'Upsample and Conv2d, no uneven overlap',
    text: resizeConvolution,
  },
  {
    name: 'variational-autoencoder',
    title: 'Variational autoencoder',
    about: 'Codes gather around 0: every point of the plane becomes a digit',
    text: variationalAutoencoder,
  },
  {
    name: 'denoising-autoencoder',
    title: 'Denoising autoencoder',
    about: 'Sees noisy digits, is measured by clean ones: watch speckles go',
    text: denoisingAutoencoder,
  },
  {
    name: 'super-resolution',
    title: 'Super-resolution 14→28',
    about: 'Adds to Upsample what it misses: watch the edges get sharp',
    text: superResolution,
  },
  {
    name: 'unet-small',
    title: 'Small U-Net',
    about: 'Skips lead past the narrow middle, so that it copies at once',
    text: unetSmall,
  },
  {
    name: 'classifier',
    title: 'Classifier',
    about: 'The reference encoder names the digit: see which it confuses',
    text: classifier,
  },
  {
    name: 'convolution-as-matrix',
    title: 'Convolution as a matrix',
    about: 'Input 4×3, kernel 3×1: W is 6×12, its transposed twin 12×6',
    text: convolutionAsMatrix,
  },
  { name: 'empty', title: 'Empty page', about: 'Starts with nothing', text: empty },
]

/** The template of this name; undefined where there is none. */
export const templateNamed = (name: string): Template | undefined =>
  templates.find(template => template.name === name)
