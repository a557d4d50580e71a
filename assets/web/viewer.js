// The read-only BPMN viewer; static/js/diagram.js imports it when a diagram comes into view.
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
export { default } from "bpmn-js/lib/NavigatedViewer";
