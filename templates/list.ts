/** What is known of a ready graph before its file is read; tests hold picture and count to the file. */
export interface TemplateTitle {
  /** The name on the command line and of the file. */
  readonly name: string
  readonly title: string
  /** What is worth knowing of it, in one sentence without a full stop. */
  readonly about: string
  /** The sides of its tensors from top to bottom, each behind the part that it belongs to: `encoder 28 9 code 1`. */
  readonly picture: string
  readonly parameters: number
}

/** Every template, the one that a first visit opens at the head and the empty page at the end. */
export const templateList = [
  {
    name: 'reference-autoencoder',
    title: 'Reference autoencoder',
    about: 'MNIST digits to 8 numbers and back',
    picture: 'encoder 28 24 20 9 4 code 1 decoder 4 9 20 24 28',
    parameters: 112_457,
  },
  {
    name: 'linear-autoencoder',
    title: 'Linear autoencoder',
    about: 'Learns what PCA finds',
    picture: 'encoder 28 code 2.83 decoder 28',
    parameters: 13_336,
  },
  {
    name: 'resize-convolution',
    title: 'Resize-convolution',
    about: 'Upsample and Conv2d, no uneven overlap',
    picture: 'encoder 28 24 20 9 4 code 1 decoder 4 8 9 18 20 24 28',
    parameters: 112_457,
  },
  {
    name: 'variational-autoencoder',
    title: 'Variational autoencoder',
    about: 'Codes gather around 0: every point of the plane becomes a digit',
    picture: 'encoder 28 14 7 56 1.41 code 1.41 decoder 56 7 14 28',
    parameters: 88_645,
  },
  {
    name: 'denoising-autoencoder',
    title: 'Denoising autoencoder',
    about: 'Sees noisy digits, is measured by clean ones: watch speckles go',
    picture: 'encoder 28 none 28 encoder 24 20 9 4 code 1 decoder 4 9 20 24 28',
    parameters: 112_457,
  },
  {
    name: 'super-resolution',
    title: 'Super-resolution 14→28',
    about: 'Adds to Upsample what it misses: watch the edges get sharp',
    picture: 'none 28 14 28',
    parameters: 2_881,
  },
  {
    name: 'unet-small',
    title: 'Small U-Net',
    about: 'Skips lead past the narrow middle, so that it copies at once',
    picture: 'encoder 28 14 7 decoder 14 28',
    parameters: 56_689,
  },
  {
    name: 'classifier',
    title: 'Classifier',
    about: 'The reference encoder names the digit: see which it confuses',
    picture: 'encoder 28 24 20 9 4 1 none 1 2.83 3.16',
    parameters: 56_322,
  },
  {
    name: 'convolution-as-matrix',
    title: 'Convolution as a matrix',
    about: 'Input 4×3, kernel 3×1: W is 6×12, its transposed twin 12×6',
    picture: 'encoder 4 code 3 decoder 4',
    parameters: 6,
  },
  {
    name: 'empty',
    title: 'Empty page',
    about: 'Starts with nothing',
    picture: '',
    parameters: 0,
  },
] as const satisfies readonly TemplateTitle[]
