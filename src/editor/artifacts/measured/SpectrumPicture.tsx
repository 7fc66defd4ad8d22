import { useLayoutEffect, useRef } from 'react'
import type { Spectrum } from '../../../analyze/spectrum.ts'
import type { Pair } from '../../../graph/shape.ts'
import styles from './Measured.module.css'
import { frequencyTicks, paintSpectrum, predictedPlaces } from './picture.ts'

interface SpectrumPictureProps {
  readonly spectrum: Spectrum
  readonly period: Pair
  /** Pixels of the screen for the longer side. */
  readonly room: number
  readonly label: string
}

/** The spectrum with frequency 0 in the middle; rings stand where the overlap predicts a pattern. */
export function SpectrumPicture({ spectrum, period, room, label }: SpectrumPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { height, width } = spectrum
  const cell = room / Math.max(height, width)
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const image = context.createImageData(width, height)
    paintSpectrum(image, spectrum)
    context.putImageData(image, 0, 0)
  }, [spectrum, height, width])
  const [w, h] = [width * cell, height * cell]
  return (
    <div className={styles.picture} style={{ width: w + 34, height: h + 32 }} role="img" aria-label={label}>
      <canvas
        ref={canvas}
        className="pixelated"
        width={width}
        height={height}
        style={{ left: 34, width: w, height: h }}
      />
      <svg width={w + 34} height={h + 32} aria-hidden="true">
        <g transform="translate(34 0)">
          {predictedPlaces(spectrum, period).map(({ row, column }) => (
            <g key={`${row} ${column}`} className={styles.ring}>
              <circle cx={(column + 0.5) * cell} cy={(row + 0.5) * cell} r={Math.max(4.5, cell)} />
              <circle cx={(column + 0.5) * cell} cy={(row + 0.5) * cell} r={Math.max(4.5, cell)} />
            </g>
          ))}
          {frequencyTicks(width)
            .filter(({ label: text }) => !text.includes('25'))
            .map(({ label: text, at }) => (
              <text key={text} x={at * cell} y={h + 13} textAnchor={at * cell < 8 ? 'start' : 'middle'}>
                {text}
              </text>
            ))}
          <text x={w / 2} y={h + 27} textAnchor="middle">
            cycles a pixel
          </text>
        </g>
        {frequencyTicks(height)
          .filter(({ label: text }) => !text.includes('25'))
          .map(({ label: text, at }) => (
            <text key={text} x={28} y={Math.max(9, at * cell + 4)} textAnchor="end">
              {text}
            </text>
          ))}
      </svg>
    </div>
  )
}
