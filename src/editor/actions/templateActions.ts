import { templateList } from '../../../templates/list.ts'
import { openText } from '../saving/files.ts'
import { useEditor } from '../store/editorStore.ts'
import type { Action } from './action.ts'

/** The text of a template's file; undefined, and said, where it cannot be loaded. */
export async function templateText(name: string): Promise<string | undefined> {
  try {
    const { templateNamed } = await import('../../../templates/index.ts')
    return templateNamed(name)?.text
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    useEditor.getState().say(`The template cannot be loaded: ${why}`)
    return undefined
  }
}

/** Opens a template in place of what is open. */
export async function openTemplate(name: string): Promise<void> {
  const text = await templateText(name)
  if (text !== undefined) await openText(text, `${name}.json`)
}

/** One for each template. */
export const templateActions: readonly Action[] = templateList.map(({ name, title }) => ({
  id: `open-${name}`,
  label: () => `New from template: ${title}`,
  section: 'Document',
  words: ['new', 'start', 'template', 'open'],
  run: () => void openTemplate(name),
}))
