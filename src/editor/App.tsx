import { X } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import styles from './App.module.css'
import { TypedAhead } from './actions/TypedAhead.tsx'
import { useKeys } from './actions/useKeys.ts'
import { followDocument } from './artifacts/artifactsStore.ts'
import { RiskNoteLayer } from './artifacts/RiskNote.tsx'
import { Canvas } from './canvas/Canvas.tsx'
import { useAddData } from './data/addDataStore.ts'
import { Dock } from './dock/Dock.tsx'
import { Inspector } from './inspector/Inspector.tsx'
import { Notice } from './Notice.tsx'
import { Palette } from './palette/Palette.tsx'
import { PaletteRail } from './palette/PaletteRail.tsx'
import { useSaving } from './saving/savingStore.ts'
import { StatusBar } from './statusbar/StatusBar.tsx'
import { useEditor } from './store/editorStore.ts'
import { useLayout } from './store/layoutStore.ts'
import { useDocument } from './store/useDocument.ts'
import { TopBar } from './topbar/TopBar.tsx'
import { Boundary } from './ui/Boundary.tsx'
import { Button } from './ui/Button.tsx'
import { TooltipLayer } from './ui/Tooltip.tsx'
import { useMedia } from './ui/useMedia.ts'

const CodePanel = lazy(() => import('./code/CodePanel.tsx').then(m => ({ default: m.CodePanel })))
const AddDataDialog = lazy(() => import('./data/AddDataDialog.tsx').then(m => ({ default: m.AddDataDialog })))
const CommandPalette = lazy(() =>
  import('./actions/CommandPalette.tsx').then(m => ({ default: m.CommandPalette })),
)
const FaultsDialog = lazy(() => import('./saving/FaultsDialog.tsx').then(m => ({ default: m.FaultsDialog })))
const ImportDialog = lazy(() =>
  import('./importing/ImportDialog.tsx').then(m => ({ default: m.ImportDialog })),
)
const ExperimentDialog = lazy(() =>
  import('./experiment/ExperimentDialog.tsx').then(m => ({ default: m.ExperimentDialog })),
)
const StartPage = lazy(() => import('./start/StartPage.tsx').then(m => ({ default: m.StartPage })))
const HelpDialog = lazy(() => import('./actions/HelpDialog.tsx').then(m => ({ default: m.HelpDialog })))

/** The whole window: bars, panels and the canvas between them. */
export function App() {
  useKeys()
  useEffect(followDocument, [])
  const isReady = useSaving(state => state.isReady)
  const isEmpty = useDocument().nodes.length === 0
  const hasRefusedFile = useSaving(state => state.refusedFile !== undefined)
  const isAddingData = useAddData(state => state.files !== undefined)
  const isCodeOpen = useEditor(state => state.isCodeOpen)
  const isDockOpen = useEditor(state => state.isDockOpen)
  const isMaximised = useLayout(state => state.isDockMaximised) && isDockOpen
  // The artifacts panel has a navigator of its own and takes the whole width; what the code means has no layers to pick.
  const isAlone =
    useEditor(state => state.dockTab === 'artifacts' || state.dockTab === 'latent') && isMaximised
  const dialog = useLayout(state => state.dialog)
  const isRail = useMedia('(max-width: 1199px)') || isCodeOpen
  return (
    <>
      <div className={isAlone ? `${styles.app} ${styles.alone}` : styles.app}>
        <header className={styles.top} data-region="top" data-overlays="">
          <TopBar />
        </header>
        <nav className={styles.palette} data-region="palette" aria-label="Layers">
          {isRail ? <PaletteRail /> : <Palette />}
        </nav>
        <main className={styles.canvas} data-region="canvas" aria-label="Canvas" inert={isMaximised}>
          <Canvas />
          {isEmpty && isReady && (
            <Suspense>
              <StartPage />
            </Suspense>
          )}
        </main>
        {isCodeOpen ? (
          <aside className={styles.code} data-region="code" aria-label="Code">
            <Boundary what="The code">
              <Suspense>
                <CodePanel />
              </Suspense>
            </Boundary>
          </aside>
        ) : (
          !(isEmpty && isReady) && <Side />
        )}
        <section
          className={isMaximised ? styles.dockMaximised : styles.dock}
          data-region="dock"
          // What fills the window is its main part; the canvas behind it cannot be reached meanwhile.
          role={isMaximised ? 'main' : undefined}
          aria-label="Problems, training and artifacts"
        >
          <Dock />
        </section>
        <footer className={styles.status}>
          <StatusBar />
        </footer>
        <Notice />
        {dialog === 'commands' && (
          <Suspense fallback={<TypedAhead />}>
            <CommandPalette />
          </Suspense>
        )}
        {isAddingData && (
          <Suspense>
            <AddDataDialog />
          </Suspense>
        )}
        {hasRefusedFile && (
          <Suspense>
            <FaultsDialog />
          </Suspense>
        )}
        {dialog === 'import' && (
          <Suspense>
            <ImportDialog />
          </Suspense>
        )}
        {dialog === 'experiment' && (
          <Suspense>
            <ExperimentDialog />
          </Suspense>
        )}
        {dialog === 'help' && (
          <Suspense>
            <HelpDialog />
          </Suspense>
        )}
      </div>
      <TooltipLayer />
      <RiskNoteLayer />
    </>
  )
}

/** The inspector; in a narrow window it lies over the canvas while something is selected. */
function Side() {
  const isOverlay = useMedia('(max-width: 899px)')
  const isAsked = useLayout(state => state.isInspectorOpen)
  const select = useEditor(state => state.select)
  const set = useLayout(state => state.set)
  const hasSelection = useEditor(state => state.selection.length > 0)
  if (isOverlay && !hasSelection && !isAsked) return null
  return (
    <aside
      className={isOverlay ? styles.sideOver : styles.side}
      data-region="inspector"
      aria-label="Inspector"
    >
      {isOverlay && (
        <Button
          size="dense"
          className={styles.closeSide}
          icon={<X size={14} aria-hidden />}
          aria-label="Close the inspector"
          onClick={() => {
            select([])
            set({ isInspectorOpen: false })
          }}
        />
      )}
      <Inspector />
    </aside>
  )
}
