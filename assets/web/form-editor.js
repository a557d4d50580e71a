// The editor of forms; static/js/studio-forms.js opens it.
import "@bpmn-io/form-js-viewer/dist/assets/form-js.css";
import "@bpmn-io/form-js-editor/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js-editor/dist/assets/properties-panel.css";
export { FormEditor } from "@bpmn-io/form-js-editor";
export { iconsByType } from "@bpmn-io/form-js-viewer";
