import { memo } from 'react'
import { cividisHex, inkOn } from './cividis.ts'
import styles from './HeatMap.module.css'
import { countsOf, formatTimes } from './words.ts'

/** Which colour stands for which count: each of them where they are few, the ends where they are many. */
export const Legend = memo(function Legend({ values, what }: { values: Float64Array; what: string }) {
  const { listed, least, most } = countsOf(values, 8)
  const share = (count: number) => (most > 0 ? count / most : 0)
  return (
    <p className={styles.legend}>
      {what}
      {listed ? (
        <span className={styles.swatches}>
          {listed.map(count => (
            <b key={count} style={{ background: cividisHex(share(count)), color: inkOn(share(count)) }}>
              {formatTimes(count)}
            </b>
          ))}
        </span>
      ) : (
        <>
          <span>{formatTimes(least)}</span>
          <span
            className={styles.ramp}
            style={{
              background: `linear-gradient(90deg, ${Array.from({ length: 9 }, (_, i) => {
                const from = share(least)
                return cividisHex(from + ((1 - from) * i) / 8)
              }).join(', ')})`,
            }}
          />
          <span>{formatTimes(most)}</span>
        </>
      )}
      <span className={styles.hint}>borders included</span>
    </p>
  )
})
