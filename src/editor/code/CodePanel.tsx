import { Check, CircleAlert, Copy, Download, PackageOpen, X } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { revealNode } from '../canvas/reveal.ts'
import { useEditor } from '../store/editorStore.ts'
import { Button } from '../ui/Button.tsx'
import styles from './CodePanel.module.css'
import { download, fileName } from './download.ts'
import { linesText } from './lines.ts'
import { type Printed, usePrinted } from './usePrinted.ts'
import { useTrained } from './useTrained.ts'

const CodeEditor = lazy(() => import('./CodeEditor.tsx').then(file => ({ default: file.CodeEditor })))

/** The network as TypeScript beside the canvas: both light up what is selected in the other. */
export function CodePanel() {
  const printed = usePrinted()
  const selection = useEditor(state => state.selection)
  const select = useEditor(state => state.select)
  const [errors, setErrors] = useState<number>()
  const onSelect = useCallback(
    (node: string) => {
      select([node])
      revealNode(node)
    },
    [select],
  )
  const { module, problem, name } = printed
  return (
    <div className={styles.panel}>
      <Header printed={printed} />
      {module && problem !== undefined && (
        <p className={styles.stale} role="status">
          <CircleAlert size={14} aria-hidden />
          <span>
            <b>Out of date.</b> {problem}
          </span>
        </p>
      )}
      <div className={styles.body}>
        {module ? (
          <Suspense fallback={<Waiting text={module.text} />}>
            <CodeEditor
              module={module}
              label={`TypeScript code of ${name}`}
              selection={selection}
              onSelect={onSelect}
              onChecked={setErrors}
            />
          </Suspense>
        ) : (
          <p className={styles.empty}>No code yet. {problem}</p>
        )}
      </div>
      <footer className={styles.strip}>
        {module && <Verdict errors={errors} />}
        <span>@tensorflow/tfjs 4.22</span>
        <SelectedLines printed={printed} selection={selection} />
      </footer>
    </div>
  )
}

function Header({ printed: { module, name } }: { readonly printed: Printed }) {
  const show = useEditor(state => state.show)
  const trained = useTrained()
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [isCopied])
  const noCode = module ? undefined : 'There is no code yet.'
  const copy = () => {
    if (module) void navigator.clipboard.writeText(module.text).then(() => setIsCopied(true))
  }
  return (
    <header className={styles.header}>
      <h2>Code</h2>
      <span className={styles.language}>TypeScript</span>
      <span className={styles.space} />
      <Button
        size="dense"
        icon={isCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        refusal={noCode}
        onClick={copy}
        className={styles.copy}
      >
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
      <Button
        size="dense"
        icon={<Download size={14} aria-hidden />}
        hint={`${fileName(name)}.ts, without weights`}
        refusal={noCode}
        onClick={() => module && download(`${fileName(name)}.ts`, module.text, 'text/typescript')}
      >
        Download
      </Button>
      <Button
        size="dense"
        icon={<PackageOpen size={14} aria-hidden />}
        hint={trained.hint}
        refusal={trained.refusal}
        onClick={trained.download}
      >
        With weights
      </Button>
      <Button
        size="dense"
        icon={<X size={14} aria-hidden />}
        aria-label="Close code"
        onClick={() => show({ isCodeOpen: false })}
      />
    </header>
  )
}

/** The text while Monaco is on its way, at the place where Monaco will draw it. */
function Waiting({ text }: { readonly text: string }) {
  return (
    <pre className={styles.waiting} aria-busy>
      {text}
    </pre>
  )
}

function Verdict({ errors }: { readonly errors: number | undefined }) {
  const look = errors === undefined ? undefined : errors === 0 ? styles.fine : styles.wrong
  return (
    <span className={`${styles.verdict} ${look ?? ''}`} role="status">
      {errors === undefined ? (
        'Checking types'
      ) : errors === 0 ? (
        <Check size={13} aria-hidden />
      ) : (
        <CircleAlert size={13} aria-hidden />
      )}
      {errors === 0 && 'No type errors'}
      {errors === 1 && '1 type error'}
      {errors !== undefined && errors > 1 && `${errors} type errors`}
    </span>
  )
}

/** Where the selected node stands in the code; of several nodes, how many there are. */
function SelectedLines({
  printed: { module },
  selection,
}: {
  readonly printed: Printed
  readonly selection: readonly string[]
}) {
  const [id] = selection
  if (!module || id === undefined) return null
  const text = linesText(module.lines.filter(({ node }) => node === id))
  if (selection.length > 1) return <span className={styles.where}>{selection.length} nodes</span>
  return text === undefined ? null : (
    <span className={styles.where}>
      <span className={styles.name}>{id}</span>: {text}
    </span>
  )
}
