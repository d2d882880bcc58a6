// A grid that is drawn on with the mouse, a finger or the keyboard. Each cell says what it holds.
export default {
  template: `
    <div role="grid" :aria-label="title" class="board" :style="{ '--columns': width }"
         @pointerdown="press" @pointermove="move" @keydown="key">
      <div v-for="(row, r) in own" role="row" :key="r">
        <div v-for="(mark, c) in row" role="gridcell" :key="c" :data-row="r" :data-column="c"
             :tabindex="r === at[0] && c === at[1] ? 0 : -1" :class="{ filled: mark === filled }"
             :aria-label="'row ' + (r + 1) + ', column ' + (c + 1) + ': ' + marks[mark]"
             @focus="at = [r, c]">{{ mark === filled ? "" : mark }}</div>
      </div>
    </div>`,
  props: {
    rows: Array, edition: Number, marks: Object, brush: String, once: String, empty: String, filled: String,
  },
  emits: ["draw"],
  data() {
    return { own: this.rows.map((row) => [...row]), at: [0, 0], stroke: null };
  },
  watch: {
    // The rows alone come back from what was drawn here, and later than what was drawn since.
    edition() {
      this.own = this.rows.map((row) => [...row]);
      if (this.at[0] >= this.own.length || this.at[1] >= this.width) this.at = [0, 0];
    },
  },
  computed: {
    width() { return this.own[0].length; },
    title() { return `drawing, ${this.own.length} rows of ${this.width} cells`; },
  },
  mounted() { window.addEventListener("pointerup", this.lift); },
  unmounted() { window.removeEventListener("pointerup", this.lift); },
  methods: {
    // What is put on a cell: the brush, or nothing where the brush was before.
    turned(r, c) { return this.own[r][c] === this.brush ? this.empty : this.brush; },
    put(r, c, mark) {
      if (this.own[r][c] === mark) return;
      if (this.once.includes(mark))
        this.own.forEach((row) => row.forEach((each, i) => { if (each === mark) row[i] = this.empty; }));
      this.own[r][c] = mark;
    },
    tell() { this.$emit("draw", this.own.map((row) => row.join(""))); },
    cell(event) {
      const found = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-row]");
      return found && this.$el.contains(found) ? [+found.dataset.row, +found.dataset.column] : null;
    },
    press(event) {
      const place = event.button === 0 && this.cell(event);
      if (!place) return;
      event.preventDefault();
      event.target.releasePointerCapture?.(event.pointerId);
      this.stroke = this.turned(...place);
      this.put(...place, this.stroke);
      this.go(...place);
    },
    move(event) {
      const place = this.stroke !== null && this.cell(event);
      if (place) this.put(...place, this.stroke);
    },
    lift() {
      if (this.stroke === null) return;
      this.stroke = null;
      this.tell();
    },
    go(r, c) {
      this.at = [Math.max(0, Math.min(r, this.own.length - 1)), Math.max(0, Math.min(c, this.width - 1))];
      this.$nextTick(() => this.$el.querySelector(`[tabindex="0"]`).focus());
    },
    key(event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const [r, c] = this.at;
      const to = { ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], ArrowLeft: [r, c - 1],
                   ArrowRight: [r, c + 1], Home: [r, 0], End: [r, this.width - 1] }[event.key];
      if (to) this.go(...to);
      else if (event.key === " " || event.key === "Enter") { this.put(r, c, this.turned(r, c)); this.tell(); }
      else if (event.key in this.marks) { this.put(r, c, event.key); this.tell(); }
      else return;
      event.preventDefault();
    },
  },
};
