/** Cordon's own sign. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M21.5 11.2a7.3 7.3 0 1 0 0 9.6" />
    <path d="M26 5.5v21" />
  </svg>
)
