import classifier from './classifier.json?raw'
import convolutionAsMatrix from './convolution-as-matrix.json?raw'
import denoisingAutoencoder from './denoising-autoencoder.json?raw'
import empty from './empty.json?raw'
import linearAutoencoder from './linear-autoencoder.json?raw'
import { type TemplateTitle, templateList } from './list.ts'
import referenceAutoencoder from './reference-autoencoder.json?raw'
import resizeConvolution from './resize-convolution.json?raw'
import superResolution from './super-resolution.json?raw'
import unetSmall from './unet-small.json?raw'
import variationalAutoencoder from './variational-autoencoder.json?raw'

/** A ready graph to start from. `text` is the file itself, to be loaded as any saved file is. */
export interface Template extends TemplateTitle {
  readonly text: string
}

const texts: Readonly<Record<(typeof templateList)[number]['name'], string>> = {
  'reference-autoencoder': referenceAutoencoder,
  'linear-autoencoder': linearAutoencoder,
  'resize-convolution': resizeConvolution,
  'variational-autoencoder': variationalAutoencoder,
  'denoising-autoencoder': denoisingAutoencoder,
  'super-resolution': superResolution,
  'unet-small': unetSmall,
  classifier,
  'convolution-as-matrix': convolutionAsMatrix,
  empty,
}

/** Every template with its file, in the order of the list. The page reads the list alone, and this once it needs a file. */
export const templates: readonly Template[] = templateList.map(title => ({
  ...title,
  text: texts[title.name],
}))

/** The template of this name; undefined where there is none. */
export const templateNamed = (name: string): Template | undefined =>
  templates.find(template => template.name === name)
