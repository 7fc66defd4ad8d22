import type { GraphDocument } from '../../graph/document.ts'
import type { Inference } from '../../infer/inference.ts'
import { useEditor } from './editorStore.ts'

/** The document as it is now. */
export const useDocument = (): GraphDocument => useEditor(state => state.history.document)

/** Its sizes and problems. */
export const useInference = (): Inference => useEditor(state => state.inference)
