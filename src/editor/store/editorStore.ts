/**
 * The editor's state. The document changes by commands only; selection, panels and the view are session state, which is
 * neither saved with the document nor undone. Training has a store of its own (`trainingStore.ts`).
 */
import { create } from 'zustand'
import { registry } from '../../../nodes/index.ts'
import {
  type Command,
  type History,
  type Refusal,
  redo,
  runCommand,
  startHistory,
  undo,
} from '../../commands/history.ts'
import { emptyDocument, type GraphDocument } from '../../graph/document.ts'
import { type Inference, inferGraph } from '../../infer/inference.ts'

export type DockTab = 'problems' | 'train' | 'artifacts' | 'latent' | 'runs'

export interface EditorState {
  readonly history: History
  /** Sizes and problems of `history.document`, always up to date. */
  readonly inference: Inference
  /** The last document without a problem, for saying what broke it. */
  readonly lastValid: GraphDocument | undefined
  /** Ids of selected nodes, and of the selected wires. */
  readonly selection: readonly string[]
  readonly selectedEdges: readonly string[]
  readonly dockTab: DockTab
  readonly isDockOpen: boolean
  readonly isCodeOpen: boolean
  /** A passing word to the person, such as why an edit was refused. */
  readonly notice: string | undefined

  /** Runs a command, or says why it is refused. True where the document changed. */
  run(command: Command | Refusal): boolean
  undo(): void
  redo(): void
  /** Opens another document; its history starts anew. */
  open(document: GraphDocument): void
  select(nodes: readonly string[], edges?: readonly string[]): void
  show(panel: Partial<Pick<EditorState, 'dockTab' | 'isDockOpen' | 'isCodeOpen'>>): void
  say(notice: string | undefined): void
}

/** The dock is open at first where the canvas keeps enough room beside it. */
const hasRoom = (): boolean =>
  typeof window === 'undefined' || (window.innerWidth >= 1200 && window.innerHeight >= 760)

/** What follows from a new history: sizes, and a selection without what is gone. */
const follow = (state: EditorState, history: History): Partial<EditorState> => {
  if (history === state.history) return {}
  const { document } = history
  const inference = inferGraph(document, registry, state.inference)
  const isThere = (id: string) => inference.topology.index.has(id)
  const edges = new Set(document.edges.map(edge => edge.id))
  return {
    history,
    inference,
    lastValid: inference.totals.problems === 0 ? document : state.lastValid,
    selection: state.selection.every(isThere) ? state.selection : state.selection.filter(isThere),
    selectedEdges: state.selectedEdges.filter(id => edges.has(id)),
  }
}

export const useEditor = create<EditorState>()((set, get) => ({
  history: startHistory(emptyDocument),
  inference: inferGraph(emptyDocument, registry),
  lastValid: undefined,
  selection: [],
  selectedEdges: [],
  dockTab: 'train',
  isDockOpen: hasRoom(),
  isCodeOpen: false,
  notice: undefined,

  run: command => {
    if ('refused' in command) {
      set({ notice: command.refused })
      return false
    }
    const before = get().history
    set(state => ({ ...follow(state, runCommand(state.history, command, Date.now())), notice: undefined }))
    return get().history !== before
  },
  undo: () => set(state => follow(state, undo(state.history))),
  redo: () => set(state => follow(state, redo(state.history))),
  open: document =>
    set(state => ({
      ...follow({ ...state, lastValid: undefined }, startHistory(document)),
      selection: [],
      selectedEdges: [],
      notice: undefined,
      // An empty page has nothing to train and no problems, and offers its beginnings on the whole canvas.
      isDockOpen:
        document.nodes.length > 0 &&
        (state.isDockOpen || (state.history.document.nodes.length === 0 && hasRoom())),
    })),
  select: (selection, selectedEdges = []) => set({ selection, selectedEdges }),
  show: panel => set(panel),
  say: notice => set({ notice }),
}))
