/** What React Flow costs by itself: as many of its own nodes and wires, nothing of ours. */
import { type Edge, type Node, ReactFlow, useNodesState } from '@xyflow/react'
import { createRoot } from 'react-dom/client'
import { placeOf } from '../thousand.ts'
import '@xyflow/react/dist/style.css'

const count = Number(new URLSearchParams(location.search).get('count'))
const first: Node[] = Array.from({ length: count }, (_, i) => ({
  id: `n${i}`,
  position: placeOf(i),
  data: { label: `node ${i}` },
}))
const edges: Edge[] = first.slice(1).map((node, i) => ({ id: `e${i}`, source: `n${i}`, target: node.id }))

function Flow() {
  const [nodes, , onNodesChange] = useNodesState(first)
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      onNodesChange={onNodesChange}
      nodeOrigin={[0.5, 0]}
      minZoom={0.02}
      onlyRenderVisibleElements
      fitView
    />
  )
}

createRoot(document.getElementById('root')!).render(<Flow />)
