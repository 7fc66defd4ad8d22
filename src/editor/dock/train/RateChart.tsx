import { useRef } from 'react'
import { SavePicture } from '../../artifacts/SavePicture.tsx'
import { useRoom } from '../../artifacts/useRoom.ts'
import styles from './RateTest.module.css'
import { formatRate, layOutRates, margins, ratesCsv } from './ratePlot.ts'
import type { RateTest } from './rateTestStore.ts'

/** The smoothed loss over the learning rate, with the suggestion marked. */
export function RateChart({ test, lossName }: { test: RateTest; lossName: string }) {
  const svg = useRef<SVGSVGElement>(null)
  const [box, [height, width]] = useRoom<HTMLDivElement>()
  const plot = width > 120 && height > 80 ? layOutRates(test, width, height) : undefined
  const [left, right, bottom] = [margins.left, width - margins.right, height - margins.bottom]
  return (
    <section className={styles.chart} aria-label="Loss by learning rate">
      <div ref={box} className={styles.plot}>
        {plot && (
          <svg
            ref={svg}
            width={width}
            height={height}
            fontSize="10.5"
            fontFamily="Inter Variable, system-ui, sans-serif"
            role="img"
            aria-label={`Smoothed ${lossName} over the learning rate${
              test.suggestion === undefined ? '' : `; it falls most steeply at ${formatRate(test.suggestion)}`
            }`}
          >
            <rect width={width} height={height} fill="var(--panel)" />
            {plot.yTicks.map(({ at, label }) => (
              <g key={label}>
                <line x1={left} x2={right} y1={at} y2={at} stroke="var(--line)" />
                <text x={left - 6} y={at + 3.5} textAnchor="end" fill="var(--text-3)">
                  {label}
                </text>
              </g>
            ))}
            <line x1={left} x2={right} y1={bottom} y2={bottom} stroke="var(--line-2)" />
            {plot.xTicks.map(({ at, label }) => (
              <text key={label} x={at} y={bottom + 14} textAnchor="middle" fill="var(--text-3)">
                {label}
              </text>
            ))}
            <text x={left} y={11} fill="var(--text-3)">
              {lossName}, smoothed
            </text>
            <text x={right} y={11} textAnchor="end" fill="var(--text-3)">
              over learningRate, log scale
            </text>
            <path d={plot.path} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
            {plot.mark && test.suggestion !== undefined && (
              <g>
                <line
                  x1={plot.mark.x}
                  x2={plot.mark.x}
                  y1={margins.top}
                  y2={bottom}
                  stroke="var(--text-2)"
                  strokeDasharray="3 3"
                />
                <circle cx={plot.mark.x} cy={plot.mark.y} r="3.5" fill="var(--panel)" stroke="var(--text)" />
                <text x={plot.mark.x - 7} y={bottom - 6} textAnchor="end" fill="var(--text)">
                  steepest at {formatRate(test.suggestion)}
                </text>
              </g>
            )}
          </svg>
        )}
      </div>
      <SavePicture
        isSmall
        label="Download the test"
        name="learning-rates"
        print={() => (svg.current ? figureOf(svg.current) : '')}
        csv={() => ratesCsv(test)}
      />
    </section>
  )
}

/** The colours of the light theme; a figure does not follow the screen. */
const ink: Readonly<Record<string, string>> = {
  '--panel': '#ffffff',
  '--line': '#dde0e6',
  '--line-2': '#8a92a0',
  '--text': '#181b22',
  '--text-2': '#4d5563',
  '--text-3': '#4d5563',
  '--accent': '#4a43c9',
}

/** The figure by itself, always on white. */
const figureOf = (svg: SVGSVGElement): string =>
  svg.outerHTML
    .replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace(/var\((--[\w-]+)\)/g, (_, token: string) => ink[token] ?? '#181b22')
