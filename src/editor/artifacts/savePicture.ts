import { download } from '../code/download.ts'

/** Saves a figure as it is. */
export const saveSvg = (svg: string, name: string): void => download(`${name}.svg`, svg, 'image/svg+xml')

/** Saves a figure as pixels, twice as many as its size says. @throws Error where the browser cannot draw it. */
export async function savePng(svg: string, name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * 2
    canvas.height = image.naturalHeight * 2
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
    if (!context || !blob) throw new Error('The picture could not be drawn.')
    download(`${name}.png`, new Uint8Array(await blob.arrayBuffer()), 'image/png')
  } finally {
    URL.revokeObjectURL(url)
  }
}
