import { useLayoutEffect, useRef } from 'react'
import { formatCount, plural } from '../ui/numbers.ts'
import styles from './Inside.module.css'
import type { LayerInside } from './insideStore.ts'

const [columns, space, most] = [12, 3, 4]
/** Width of the grid on the screen. */
const room = 256

/** Some kernels of a convolution: blue below 0, orange above it, as strong as the value is large. */
export function KernelGrid({ kernels }: { kernels: NonNullable<LayerInside['kernels']> }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { count, total, height, width, values, largest } = kernels
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
    values.forEach((value, i) => {
      const kernel = Math.floor(i / (width * height))
      const place = i % (width * height)
      const x = (kernel % perRow) * across + (place % width) * pixel
      const y = Math.floor(kernel / perRow) * down + Math.floor(place / width) * pixel
      context.fillStyle = value < 0 ? '#2f6fc4' : '#d9722a'
      context.globalAlpha = largest > 0 ? 0.06 + 0.94 * (Math.abs(value) / largest) : 0.06
      context.fillRect(x, y, pixel, pixel)
    })
  }, [values, width, height, across, down, perRow, pixel, largest, size.width, size.height])
  return (
    <figure>
      <figcaption>
        {count < total ? `${count} of ${formatCount(total)} kernels` : plural(count, 'kernel')}, {height}×
        {width}
      </figcaption>
      <canvas
        ref={canvas}
        width={Math.ceil(size.width * devicePixelRatio)}
        height={Math.ceil(size.height * devicePixelRatio)}
        style={size}
      />
      <p className={styles.legend}>
        <i style={{ background: '#2f6fc4' }} />−{largest.toPrecision(2)}{' '}
        <i style={{ background: '#d9722a' }} />
        {largest.toPrecision(2)}
      </p>
    </figure>
  )
}
