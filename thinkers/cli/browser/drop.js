// A file that is chosen or dropped is sent at once. The browser's own control: it has a name and keys.
export default {
  template: `
    <label class="drop"><span>{{ label }}</span>
      <input type="file" @change="send($event.target)" />
    </label>`,
  props: { url: String, label: String, maxFileSize: Number, autoUpload: Boolean },
  emits: ["rejected"],
  methods: {
    async send(input) {
      const [file] = input.files;
      if (!file) return;
      const form = new FormData();
      form.append("file", file, file.name);
      const small = file.size <= this.maxFileSize;
      const taken = small && (await fetch(window.path_prefix + this.url, { method: "POST", body: form })).ok;
      if (!taken) this.$emit("rejected");
      input.value = "";
    },
  },
};
