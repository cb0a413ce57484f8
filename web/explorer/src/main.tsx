import { render } from 'preact';
import './explorer.css';
import { Explorer } from './shell/Explorer';

render(<Explorer />, document.getElementById('app')!);
