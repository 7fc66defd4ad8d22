import { artifactActions } from '../artifacts/artifactActions.ts'
import { canvasActions } from '../canvas/canvasActions.ts'
import { dataActions } from '../data/dataActions.ts'
import { mirrorActions } from '../mirror/mirrorActions.ts'
import type { Action } from './action.ts'
import { editActions, helpActions } from './editActions.ts'
import { fileActions } from './fileActions.ts'
import { layerActions } from './layerActions.ts'
import { panelActions } from './panelActions.ts'
import { templateActions } from './templateActions.ts'
import { trainingActions } from './trainingActions.ts'

const actions: readonly Action[] = [
  ...fileActions,
  ...templateActions,
  ...editActions,
  ...canvasActions,
  ...layerActions,
  ...mirrorActions,
  ...artifactActions,
  ...trainingActions,
  ...dataActions,
  ...panelActions,
  ...helpActions,
]

/** Every action there is. */
export const allActions = (): readonly Action[] => actions

/** The action of this id. @throws Error where there is none, which is a fault of the program. */
export function actionOf(id: string): Action {
  const action = actions.find(other => other.id === id)
  if (!action) throw new Error(`There is no action ${id}.`)
  return action
}
