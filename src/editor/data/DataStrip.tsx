import { useEffect, useRef, useState } from 'react'
import { dataSchema } from '../../graph/dataSettings.ts'
import { createDataClient, type DataClient } from '../../training/data/client.ts'
import type { Look } from '../../training/data/protocol.ts'
import { useLayout } from '../store/layoutStore.ts'
import { useDocument } from '../store/useDocument.ts'
import styles from './Data.module.css'
import { ImageStrip } from './ImageStrip.tsx'
import { useSource } from './useSource.ts'
import { classCount, countsText, sizeText } from './words.ts'

/** How long a setting may still change before the images are drawn anew, in milliseconds. */
const pause = 200

/** Some images of the chosen data with their labels, and how a step of training may show them. */
export function DataStrip() {
  const { facts } = useSource()
  const { look, fault } = useLook(facts !== undefined && !('fault' in facts))
  const isTall = useLayout(state => state.isDockMaximised)
  if (!facts || 'fault' in facts) return null
  const height = isTall ? 84 : 28
  const { classes, resizedFrom } = facts
  return (
    <section className={styles.data} aria-label="Data">
      <h4>
        {facts.name}
        <span>
          {countsText(facts)} images of {sizeText(facts.shape)}
          {resizedFrom && `, resized from ${sizeText(resizedFrom)}`}
          {classes.length === 0 ? ', without labels' : `, ${classCount(classes.length)}`}
        </span>
      </h4>
      {fault && <p className={styles.fault}>{fault}</p>}
      <div style={{ minHeight: height + 14 }}>
        {look && <ImageStrip strip={look.strip} name="Images" classes={classes} height={height} most={10} />}
        {look?.augmented && (
          <>
            <p className={styles.note}>As a step of training may show them:</p>
            <ImageStrip
              strip={look.augmented}
              name="Augmented images"
              classes={[]}
              height={height}
              most={10}
            />
          </>
        )}
      </div>
    </section>
  )
}

let client: DataClient | undefined

/** Images of the data that the document chooses now; the last ones stay until the next have come. */
function useLook(isAvailable: boolean): {
  readonly look: Look | undefined
  readonly fault: string | undefined
} {
  const { training } = useDocument()
  const { input } = useSource()
  const [shown, setShown] = useState<{ look?: Look; fault?: string }>({})
  const wanted = [
    training.dataset,
    training.seed,
    ...Object.keys(dataSchema).map(name => training[name as 'flip']),
  ]
  const key = isAvailable ? JSON.stringify([wanted, input]) : ''
  const latest = useRef({ training, input })
  latest.current = { training, input }
  useEffect(() => {
    if (key === '') return
    let isOver = false
    const timer = setTimeout(() => {
      client ??= createDataClient()
      client.ask('look', latest.current).then(
        look => !isOver && setShown({ look }),
        (error: Error) => !isOver && setShown({ fault: error.message }),
      )
    }, pause)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [key])
  return { look: shown.look, fault: shown.fault }
}
