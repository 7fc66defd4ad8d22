import { useEffect, useRef, useState } from 'react'
import type { TypeScriptModule } from '../../formats/typescript.ts'
import { isDark, useTheme } from '../theme.ts'
import styles from './CodePanel.module.css'
import { lineEdit, nodeAt } from './lines.ts'
import { countErrors, loadTypes, monaco } from './monaco.ts'
import { themeName } from './themes.ts'

interface CodeEditorProps {
  readonly module: TypeScriptModule
  /** What screen readers call it. */
  readonly label: string
  /** Ids of the nodes whose lines are lit. */
  readonly selection: readonly string[]
  /** The cursor was put into the lines of a node. */
  onSelect(node: string): void
  /** How many type errors the shown text has; undefined while it is not known. */
  onChecked(errors: number | undefined): void
}

/** The code in Monaco: read-only, following `module` with the smallest edit, so that the scroll position stays. */
export function CodeEditor({ module, label, selection, onSelect, onChecked }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor>()
  const latest = useRef({ module, onSelect, onChecked })
  latest.current = { module, onSelect, onChecked }
  /** The node that the cursor has just selected: its lines are in view already. */
  const chosenHere = useRef<string | undefined>(undefined)

  useEffect(() => {
    const created = create(host.current!, latest.current.module.text)
    const listener = created.onDidChangeCursorPosition(({ position, source }) => {
      if (source !== 'mouse' && source !== 'keyboard') return
      const node = nodeAt(latest.current.module.lines, position.lineNumber)
      if (node === undefined) return
      chosenHere.current = node
      latest.current.onSelect(node)
    })
    setEditor(created)
    return () => {
      listener.dispose()
      created.getModel()?.dispose()
      created.dispose()
      setEditor(undefined)
    }
  }, [])

  useEffect(() => editor?.updateOptions({ ariaLabel: label }), [editor, label])
  useMonacoTheme(editor)

  useEffect(() => {
    const model = editor?.getModel()
    if (!model) return
    follow(model, module.text)
    let isCurrent = true
    latest.current.onChecked(undefined)
    countErrors(model).then(
      errors => isCurrent && latest.current.onChecked(errors),
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [editor, module])

  useEffect(() => {
    if (!editor) return
    const ranges = module.lines.filter(({ node }) => selection.includes(node))
    const decorations = editor.createDecorationsCollection(
      ranges.map(({ from, to }) => ({
        range: new monaco.Range(from, 1, to, 1),
        options: {
          isWholeLine: true,
          className: styles.lit!,
          marginClassName: isRow(module, from) ? styles.lit! : `${styles.lit} ${styles.bar}`,
        },
      })),
    )
    const target = ranges.at(-1)
    if (target && !selection.includes(chosenHere.current ?? '')) {
      editor.revealLinesInCenterIfOutsideViewport(target.from, target.to, monaco.editor.ScrollType.Smooth)
    }
    chosenHere.current = undefined
    return () => decorations.clear()
  }, [editor, module, selection])

  return <div ref={host} className={styles.editor} data-testid="code" />
}

/** True for a line of the table in the head comment. */
const isRow = ({ text }: TypeScriptModule, line: number): boolean =>
  line <= text.slice(0, text.indexOf('\nimport ')).split('\n').length

function create(host: HTMLElement, text: string): monaco.editor.IStandaloneCodeEditor {
  void loadTypes()
  const uri = monaco.Uri.parse('file:///model.ts')
  monaco.editor.getModel(uri)?.dispose()
  const editor = monaco.editor.create(host, {
    model: monaco.editor.createModel(text, 'typescript', uri),
    theme: themeName(isDark()),
    readOnly: true,
    domReadOnly: true,
    // Tab leaves the editor, since it cannot write anything here.
    tabFocusMode: true,
    readOnlyMessage: { value: 'The code follows the canvas: change the layer there.' },
    fontFamily: "'JetBrains Mono Variable', ui-monospace, Menlo, Consolas, monospace",
    fontSize: 12,
    lineHeight: 18,
    fontLigatures: false,
    letterSpacing: 0,
    padding: { top: 8, bottom: 8 },
    lineNumbersMinChars: 4,
    lineDecorationsWidth: 14,
    glyphMargin: false,
    folding: false,
    automaticLayout: true,
    fixedOverflowWidgets: true,
    minimap: { enabled: false },
    stickyScroll: { enabled: false },
    guides: { indentation: false, bracketPairs: false },
    bracketPairColorization: { enabled: false },
    unicodeHighlight: { ambiguousCharacters: false },
    renderLineHighlight: 'none',
    renderWhitespace: 'none',
    occurrencesHighlight: 'off',
    selectionHighlight: false,
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    smoothScrolling: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  })
  // Widths are measured when the editor is made, which may be before the font has come.
  void document.fonts.load("12px 'JetBrains Mono Variable'").then(() => monaco.editor.remeasureFonts())
  return editor
}

/** Turns the text of a model into another one by replacing only the lines that differ. */
function follow(model: monaco.editor.ITextModel, text: string): void {
  const edit = lineEdit(model.getLinesContent(), text.split('\n'))
  if (!edit) return
  const { start, count, lines } = edit
  const last = start + count
  const isAtEnd = last >= model.getLineCount()
  const range = isAtEnd
    ? new monaco.Range(
        start,
        start === 0 ? 1 : model.getLineMaxColumn(start),
        last,
        model.getLineMaxColumn(last),
      )
    : new monaco.Range(start + 1, 1, last + 1, 1)
  const added = lines.map(line => (isAtEnd && start > 0 ? `\n${line}` : `${line}\n`)).join('')
  model.applyEdits([{ range, text: isAtEnd && start === 0 ? lines.join('\n') : added }])
}

function useMonacoTheme(editor: monaco.editor.IStandaloneCodeEditor | undefined): void {
  const theme = useTheme(state => state.theme)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn depends on the theme that was chosen.
  useEffect(() => {
    if (!editor) return
    const apply = () => monaco.editor.setTheme(themeName(isDark()))
    apply()
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [editor, theme])
}
