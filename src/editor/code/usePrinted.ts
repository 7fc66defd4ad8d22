import { useEffect, useState } from 'react'
import { compile } from '../../compile/compile.ts'
import { printTypeScript, type TypeScriptModule } from '../../formats/typescript.ts'
import type { Inference } from '../../infer/inference.ts'
import { useInference } from '../store/useDocument.ts'

/** The code of the canvas. */
export interface Printed {
  /** The name of the document that was printed. */
  readonly name: string
  /** The last one that could be printed; undefined where none could yet. */
  readonly module: TypeScriptModule | undefined
  /** Why the canvas as it is now has no code, so that `module` is older. */
  readonly problem: string | undefined
}

/** Edits that follow one another faster than this are printed once, in milliseconds. */
const pause = 120

/** The canvas as TypeScript, a moment after each edit. */
export function usePrinted(): Printed {
  const inference = useInference()
  const [printed, setPrinted] = useState<Printed>(() => print(inference, undefined))
  const [source, setSource] = useState(inference)
  useEffect(() => {
    if (inference === source) return
    const timer = setTimeout(() => {
      setSource(inference)
      setPrinted(last => print(inference, last))
    }, pause)
    return () => clearTimeout(timer)
  }, [inference, source])
  return printed
}

function print(inference: Inference, last: Printed | undefined): Printed {
  const { name } = inference.document
  const compiled = compile(inference)
  if ('problems' in compiled) {
    const [first, ...others] = compiled.problems
    const more = others.length === 0 ? '' : ` And ${others.length} more.`
    return { name, module: last?.module, problem: `${first!.message}${more}` }
  }
  return { name, module: printTypeScript(compiled.plan), problem: undefined }
}
