import { useLayoutEffect, useRef } from 'react'
import { formatCount, plural } from '../ui/numbers.ts'
import { drawnPicture } from './drawnPicture.ts'
import type { FigurePicture } from './histogramFigure.ts'
import styles from './Inside.module.css'
import type { LayerInside } from './insideStore.ts'

type Kernels = NonNullable<LayerInside['kernels']>

const [columns, space, most] = [12, 3, 4]
const [below, above] = ['#2f6fc4', '#d9722a']
/** Width of the grid on the screen. */
const room = 256

/** Some kernels of a convolution: blue below 0, orange above it, as strong as the value is large. */
export function KernelGrid({ kernels }: { kernels: Kernels }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { count, height, width, values, largest } = kernels
  const pixel = Math.max(1, Math.min(most, Math.floor((room - space * (columns - 1)) / columns / width)))
  const [across, down] = [width * pixel + space, height * pixel + space]
  const perRow = Math.max(1, Math.min(columns, Math.floor((room + space) / across)))
  const size = {
    width: Math.min(count, perRow) * across - space,
    height: Math.ceil(count / perRow) * down - space,
  }
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const ratio = devicePixelRatio
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, size.width, size.height)
    drawKernels(context, { values, width, height, largest }, perRow, pixel)
  }, [values, width, height, perRow, pixel, largest, size.width, size.height])
  return (
    <figure>
      <figcaption>{kernelWords(kernels)}</figcaption>
      <canvas
        ref={canvas}
        width={Math.ceil(size.width * devicePixelRatio)}
        height={Math.ceil(size.height * devicePixelRatio)}
        style={size}
      />
      <p className={styles.legend}>
        <i style={{ background: below }} />−{largest.toPrecision(2)} <i style={{ background: above }} />
        {largest.toPrecision(2)}
      </p>
    </figure>
  )
}

const kernelWords = ({ count, total, height, width }: Kernels): string =>
  `${count < total ? `${count} of ${formatCount(total)} kernels` : plural(count, 'kernel')}, ${height}×${width}`

function drawKernels(
  context: CanvasRenderingContext2D,
  { values, width, height, largest }: Pick<Kernels, 'values' | 'width' | 'height' | 'largest'>,
  perRow: number,
  pixel: number,
): void {
  values.forEach((value, i) => {
    const kernel = Math.floor(i / (width * height))
    const place = i % (width * height)
    const x = (kernel % perRow) * (width * pixel + space) + (place % width) * pixel
    const y = Math.floor(kernel / perRow) * (height * pixel + space) + Math.floor(place / width) * pixel
    context.fillStyle = value < 0 ? below : above
    context.globalAlpha = largest > 0 ? 0.06 + 0.94 * (Math.abs(value) / largest) : 0.06
    context.fillRect(x, y, pixel, pixel)
  })
}

/** A pixel of a kernel in a figure, and the width of all of them, in pixels. */
const [figurePixel, figureWidth] = [8, 620]

/** The kernels as a picture for a figure. */
export function kernelsPicture(kernels: Kernels): FigurePicture {
  const { count, height, width, largest } = kernels
  const [across, down] = [width * figurePixel + space, height * figurePixel + space]
  const perRow = Math.max(1, Math.min(count, Math.floor(figureWidth / across)))
  const end = largest.toPrecision(2)
  return drawnPicture(
    `${kernelWords(kernels)}; blue to −${end}, orange to ${end}`,
    perRow * across - space,
    Math.ceil(count / perRow) * down - space,
    context => drawKernels(context, kernels, perRow, figurePixel),
  )
}
