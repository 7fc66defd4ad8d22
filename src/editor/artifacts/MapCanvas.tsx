import { useLayoutEffect, useRef } from 'react'
import type { Field } from '../../analyze/field.ts'
import { cividis } from './cividis.ts'

interface MapCanvasProps {
  readonly map: Field
  /** The count that is drawn in the lightest colour. */
  readonly most: number
  /** Pixels of the screen for each pixel of the map; fractions shrink it. */
  readonly cell: number
  readonly className?: string | undefined
}

/** Cividis in more shades than a screen tells apart, so that no pixel of a large map has to mix its own. */
const shades = Uint8Array.from(Array.from({ length: 1024 }, (_, i) => cividis(i / 1023)).flat())

/** A map of counts as a picture, one colour a pixel. */
export function MapCanvas({ map, most, cell, className }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || map.width === 0 || map.height === 0) return
    const image = context.createImageData(map.width, map.height)
    const { values } = map
    const scale = most > 0 ? (shades.length / 3 - 1) / most : 0
    for (let i = 0; i < values.length; i++) {
      const shade = 3 * Math.round(values[i]! * scale)
      image.data[4 * i] = shades[shade]!
      image.data[4 * i + 1] = shades[shade + 1]!
      image.data[4 * i + 2] = shades[shade + 2]!
      image.data[4 * i + 3] = 255
    }
    context.putImageData(image, 0, 0)
  }, [map, most])
  return (
    <canvas
      ref={canvas}
      width={map.width}
      height={map.height}
      className={['pixelated', className].filter(Boolean).join(' ')}
      style={{ width: map.width * cell, height: map.height * cell, display: 'block' }}
    />
  )
}

/** The largest count of a map; at least a little, so that shares of it exist. */
export const mostOf = ({ values }: Field): number => {
  let most = 0
  for (const value of values) if (value > most) most = value
  return most
}
