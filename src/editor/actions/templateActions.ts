import { registry } from '../../../nodes/index.ts'
import { type Template, templates } from '../../../templates/index.ts'
import { loadDocument } from '../../graph/load.ts'
import { type Inference, inferGraph } from '../../infer/inference.ts'
import { useEditor } from '../store/editorStore.ts'
import type { Action } from './action.ts'

/** A template with everything that a picture of it needs. */
export interface ReadyTemplate extends Template {
  readonly inference: Inference
}

let ready: readonly ReadyTemplate[] | undefined

/** The templates with their sizes, worked out when they are first looked at. */
export function readyTemplates(): readonly ReadyTemplate[] {
  ready ??= templates.map(template => {
    const loaded = loadDocument(template.text, registry)
    if ('faults' in loaded) throw new Error(`The template ${template.name} cannot be read.`)
    return { ...template, inference: inferGraph(loaded.document, registry) }
  })
  return ready
}

/** Opens a template in place of what is open. */
export const openTemplate = ({ inference }: ReadyTemplate): void =>
  useEditor.getState().open(inference.document)

/** One for each template. */
export const templateActions: readonly Action[] = templates.map(({ name, title }, i) => ({
  id: `open-${name}`,
  label: () => `New from template: ${title}`,
  section: 'Document',
  words: ['new', 'start', 'template', 'open'],
  run: () => openTemplate(readyTemplates()[i]!),
}))
