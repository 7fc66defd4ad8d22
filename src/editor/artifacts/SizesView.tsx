import { useDeferredValue, useMemo } from 'react'
import { compile } from '../../compile/compile.ts'
import { printSizeLadder } from '../../formats/sizeLadder.ts'
import type { Inference } from '../../infer/inference.ts'
import { fileName } from '../code/download.ts'
import { useInference } from '../store/useDocument.ts'
import { LadderDialog } from './LadderDialog.tsx'
import { SavePicture } from './SavePicture.tsx'
import styles from './Sizes.module.css'
import { SolverTool } from './SolverTool.tsx'
import { ThereAndBack } from './ThereAndBack.tsx'

/** Settings for the sizes that one wishes, what a layer and its twin make of sizes, and the size ladder of the model. */
export function SizesView({ id }: { id: string | undefined }) {
  const inference = useInference()
  // What stands above it is there first: the ladder of a large network takes its time.
  const drawn = useDeferredValue<Inference | undefined>(inference, undefined)
  const svg = useMemo(() => {
    const compiled = drawn && compile(drawn)
    return compiled && 'plan' in compiled ? printSizeLadder(compiled.plan) : undefined
  }, [drawn])
  const url = useMemo(() => svg && `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, [svg])
  return (
    <>
      <SolverTool id={id} />
      <ThereAndBack id={id} />
      <section className={styles.ladder} aria-label="Size ladder">
        <h3 className={styles.heading}>
          Size ladder
          {svg && url && (
            <span className={styles.headTools}>
              <LadderDialog url={url} name={inference.document.name} />
              <SavePicture name={`${fileName(inference.document.name)}-sizes`} print={() => svg} />
            </span>
          )}
        </h3>
        {url ? (
          <img src={url} alt={`Tensor sizes and operations of ${inference.document.name}`} />
        ) : (
          <p className={styles.none}>
            {drawn ? 'The ladder appears when every size fits.' : 'Drawing the ladder.'}
          </p>
        )}
      </section>
    </>
  )
}
