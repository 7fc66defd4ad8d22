import { useEffect, useState } from 'react'
import type { Inference } from '../../../infer/inference.ts'
import { type CodeSize, findSizes, knownSizes } from './measure.ts'

/** Milliseconds of one stretch of looking; the page has a turn after each. */
const stretch = 8

/** The sizes of code that can be measured; undefined while they are looked for. */
export function useCodeSizes(inference: Inference): readonly CodeSize[] | undefined {
  const [found, setFound] = useState<{ readonly of: Inference; readonly sizes: readonly CodeSize[] }>()
  useEffect(() => {
    if (knownSizes(inference)) return
    const search = findSizes(inference)
    let timer: ReturnType<typeof setTimeout>
    const look = () => {
      const until = performance.now() + stretch
      for (;;) {
        const { done, value } = search.next()
        if (done) {
          setFound({ of: inference, sizes: value })
          return
        }
        if (performance.now() > until) break
      }
      timer = setTimeout(look)
    }
    timer = setTimeout(look)
    return () => clearTimeout(timer)
  }, [inference])
  return knownSizes(inference) ?? (found?.of === inference ? found.sizes : undefined)
}
