/**
 * Sorts a table by the column whose head's button is pressed, first the least first, then the other way round; rows
 * without a figure stay last. A table that is cut off is marked, to say that it scrolls. It runs in the reader's browser, so
 * it is text here; a test runs it in one.
 */
export const sortScript = `
const cut = new ResizeObserver((entries) => {
  for (const { target } of entries) target.classList.toggle('cut', target.scrollWidth > target.clientWidth);
});
for (const frame of document.querySelectorAll('.scroll')) cut.observe(frame);
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column) => {
    const { dataset } = row.cells[column];
    return 'value' in dataset ? Number(dataset.value) : null;
  };
  const compare = (a, b, column, sign) => {
    if (column === 0) return sign * a.cells[0].textContent.localeCompare(b.cells[0].textContent, 'en', { numeric: true });
    const [left, right] = [key(a, column), key(b, column)];
    if (left === null || right === null) return (left === null) - (right === null);
    return sign * (left - right);
  };
  for (const [column, head] of heads.entries()) {
    head.querySelector('button').addEventListener('click', () => {
      const direction = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', direction);
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => compare(a, b, column, direction === 'ascending' ? 1 : -1));
      table.tBodies[0].append(...rows);
    });
  }
}
`;
