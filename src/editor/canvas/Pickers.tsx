import { useMemo } from 'react'
import { definitions, registry } from '../../../nodes/index.ts'
import { connect } from '../../commands/index.ts'
import { useEditor } from '../store/editorStore.ts'
import { LayerIcon } from '../ui/LayerIcon.tsx'
import { addAfter, addAt } from './canvasEdits.ts'
import { type Picker, useCanvas } from './canvasStore.ts'
import { fittingWires } from './fittingWires.ts'
import { flowHandle } from './flowHandle.ts'
import { focusNode } from './focus.ts'
import { type Choice, PickerPopover } from './PickerPopover.tsx'

/** The list that is open on the canvas, if one is. */
export function Pickers() {
  const picker = useCanvas(state => state.picker)
  if (!picker) return null
  return picker.kind === 'add' ? <AddPicker picker={picker} /> : <ConnectPicker picker={picker} />
}

/** Closes the list and gives the focus back to the canvas. */
const close = () => {
  useCanvas.getState().set({ picker: undefined })
  const selected = useEditor.getState().selection.at(-1)
  if (selected === undefined) flowHandle()?.root.focus({ preventScroll: true })
  else focusNode(selected)
}

const layerChoices: readonly Choice[] = definitions.map(definition => ({
  id: definition.type,
  label: definition.title,
  hint: definition.key,
  icon: <LayerIcon definition={definition} />,
}))

function AddPicker({ picker }: { picker: Extract<Picker, { kind: 'add' }> }) {
  const choose = (type: string) => {
    const isSource = registry.get(type)?.inputs.length === 0
    if (picker.after === undefined || isSource) addAt(type, picker.place)
    else addAfter(type, picker.after)
    close()
  }
  return (
    <PickerPopover
      key={`${picker.at.x} ${picker.at.y}`}
      title={picker.after === undefined ? 'Add a layer' : `Add a layer behind ${picker.after}`}
      choices={layerChoices}
      empty=""
      at={picker.at}
      onChoose={choose}
      onClose={close}
    />
  )
}

function ConnectPicker({ picker }: { picker: Extract<Picker, { kind: 'connect' }> }) {
  const document = useEditor(state => state.history.document)
  const wires = useMemo(() => fittingWires(document, registry, picker.node), [document, picker.node])
  const choices = wires.map(({ id, label, hint }): Choice => ({ id, label, hint }))
  const choose = (id: string) => {
    const wire = wires.find(other => other.id === id)
    if (wire) useEditor.getState().run(connect(document, registry, wire.connection))
    close()
  }
  return (
    <PickerPopover
      title={`Connect ${picker.node} to`}
      choices={choices}
      empty={`No port is free that ${picker.node} could be wired to.`}
      at={picker.at}
      onChoose={choose}
      onClose={close}
    />
  )
}
