import { useTitle } from '../lib/use-title.ts'

export function PolicyPage() {
  useTitle('Policy')
  return (
    <div class="page">
      <h1>Policy</h1>
    </div>
  )
}
