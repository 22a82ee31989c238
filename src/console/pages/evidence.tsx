import { useTitle } from '../lib/use-title.ts'

export function EvidencePage() {
  useTitle('Evidence')
  return (
    <div class="page">
      <h1>Evidence</h1>
    </div>
  )
}
