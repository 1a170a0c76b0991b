'use strict';

const SECONDS = 120;
const NEWS = 6;
const RIGHT = 56; // as wide as the axis of the p99, so that all charts end at the same place
const byId = id => document.getElementById(id);
const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

let samples = [];
let palette;

/** Colours are in the style sheet, once for light and once for dark. */
function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const value = name => style.getPropertyValue('--' + name).trim();
  palette = {
    ink: value('ink'), quiet: value('quiet'), rule: value('rule'), rate: value('rate'), bad: value('bad'),
    generations: value('generations').split(/\s+/), tint: Number(value('tint')),
  };
}

const colourOf = generation => palette.generations[generation % palette.generations.length];

// --- what the page says

function tell(sample) {
  const say = (id, text) => { byId(id).textContent = text; };
  say('sentence', sample.sentence);
  byId('sentence').classList.toggle('bad', !sample.works);
  const announcement = sample.state + '; breaker ' + sample.breaker + '.'; // without what changes each second
  if (byId('announcement').textContent !== announcement) {
    say('announcement', announcement);
  }
  say('generation', sample.generation);
  say('login', 'login ' + (sample.login || 'none'));
  byId('swatch').style.background = colourOf(sample.generation);
  say('lease', sample.leaseLeft === null ? '–' : Math.max(0, Math.trunc(sample.leaseLeft)));
  byId('lease').parentElement.classList.toggle('bad', sample.leaseLeft !== null && sample.leaseLeft < 0);
  say('breaker', sample.breaker);
  byId('breaker').parentElement.classList.toggle('bad', sample.breaker !== 'closed');
  say('sidecar', sample.sidecarRuns ? 'runs' : 'stopped');
  byId('sidecar').parentElement.classList.toggle('bad', !sample.sidecarRuns);
  say('throughput', whole.format(sample.throughput));
  say('p99', sample.p99 === null ? '–' : milliseconds(sample.p99));
  say('failed', whole.format(sample.failed));
  say('asked', whole.format(sample.answered + sample.failed));
  enable('rotate', sample.sidecarRuns);
  enable('stop', sample.sidecarRuns);
  enable('start', !sample.sidecarRuns);
}

const milliseconds = value => value < 10 ? value.toFixed(2) : value.toFixed(0);

function tellFailures() {
  const failures = samples.reduce((sum, sample) => sum + sample.failures, 0);
  byId('failures').textContent = whole.format(failures) + ' in the last two minutes';
  byId('failures').classList.toggle('bad', failures > 0);
}

function tellNews(news) {
  for (const each of news) {
    const item = document.createElement('li');
    const time = document.createElement('time');
    time.textContent = new Date(each.at).toLocaleTimeString('en-GB');
    const text = document.createElement('span');
    text.textContent = each.text;
    item.append(time, text);
    item.classList.toggle('bad', each.isBad);
    byId('news').prepend(item);
  }
  while (byId('news').children.length > NEWS) {
    byId('news').lastChild.remove();
  }
}

// --- charts

const ago = seconds => seconds === 0 ? 'now' : '−' + Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');

const now = () => samples.length ? samples[samples.length - 1].at / 1000 : 0;

/** Calls back with each stretch of one generation, or of none, and where it begins and ends on the canvas. */
function stretches(plot, callback) {
  const key = sample => sample.works ? sample.generation : 'none';
  let first = 0;
  for (let i = 1; i <= samples.length; i++) {
    if (i === samples.length || key(samples[i]) !== key(samples[first])) {
      const end = samples[Math.min(i, samples.length - 1)];
      callback(samples[first], plot.valToPos(samples[first].at / 1000, 'x', true), plot.valToPos(end.at / 1000, 'x', true));
      first = i;
    }
  }
}

/** Draws only inside the chart's own area. */
function inside(plot, draw) {
  const {left, top, width, height} = plot.bbox;
  plot.ctx.save();
  plot.ctx.beginPath();
  plot.ctx.rect(left, top, width, height);
  plot.ctx.clip();
  draw(plot.ctx, left, top, height);
  plot.ctx.restore();
}

/** The background: a band per generation, and one where no login works. */
function bands(plot) {
  inside(plot, (ctx, left, top, height) => {
    stretches(plot, (sample, from, to) => {
      ctx.globalAlpha = palette.tint;
      ctx.fillStyle = sample.works ? colourOf(sample.generation) : palette.bad;
      ctx.fillRect(from, top, to - from, height);
      ctx.globalAlpha = 1;
    });
  });
}

/** On top of all: what the bands are, as far as there is room to say so. */
function names(plot) {
  inside(plot, (ctx, left, top) => {
    ctx.font = `600 ${12 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textBaseline = 'top';
    ctx.textAlign = 'left';
    stretches(plot, (sample, from, to) => {
      const start = Math.max(from, left) + 5 * devicePixelRatio;
      const texts = sample.works ? ['generation ' + sample.generation, String(sample.generation)] : ['no login works', 'none'];
      const text = texts.find(each => start + ctx.measureText(each).width < to);
      if (text) {
        ctx.fillStyle = palette.ink;
        ctx.fillText(text, start, top + 5 * devicePixelRatio);
      }
    });
  });
}

/** A bar per sample: those of the newest login below, those of the one before on top. */
function connections(plot) {
  inside(plot, () => {
    samples.forEach((sample, i) => {
      const from = Math.round(plot.valToPos(sample.at / 1000, 'x', true));
      const next = samples[i + 1] || sample;
      const to = Math.round(plot.valToPos(next.at / 1000, 'x', true));
      bar(plot, from, to, 0, sample.connections, colourOf(sample.newest));
      bar(plot, from, to, sample.connections, sample.connections + sample.oldConnections, colourOf(sample.newest - 1));
    });
  });
}

/** A line at zero for as long as anybody has looked, and a bar where something failed. */
function failing(plot) {
  inside(plot, (ctx, left, top, height) => {
    const position = sample => plot.valToPos(sample.at / 1000, 'x', true);
    const thickness = 2 * devicePixelRatio;
    if (samples.length > 0) {
      const first = position(samples[0]);
      ctx.fillStyle = palette.quiet;
      ctx.fillRect(first, top + height - thickness, position(samples[samples.length - 1]) - first, thickness);
    }
    samples.filter(sample => sample.failures > 0).forEach(sample => {
      bar(plot, position(sample) - 2 * thickness, position(sample), 0, sample.failures, palette.bad);
    });
  });
}

function bar(plot, from, to, low, high, colour) {
  const top = plot.valToPos(high, 'y', true);
  plot.ctx.fillStyle = colour;
  plot.ctx.fillRect(from, top, to - from, plot.valToPos(low, 'y', true) - top);
}

const axis = more => ({
  stroke: () => palette.quiet, font: '12px system-ui, sans-serif', size: 44, gap: 4,
  grid: {stroke: () => palette.rule, width: 1}, ticks: {show: false}, ...more,
});

function chart(id, scales, axes, series, hooks) {
  const place = byId(id);
  const time = axis({
    size: 24,
    splits: () => [120, 90, 60, 30, 0].map(seconds => now() - seconds),
    values: (plot, splits) => splits.map(split => ago(Math.round(now() - split))),
  });
  const plot = new uPlot({
    width: place.clientWidth, height: place.clientHeight,
    padding: [8, axes.length > 1 ? 0 : RIGHT, 0, 0],
    legend: {show: false}, cursor: {show: false},
    scales: {x: {time: false, range: () => [now() - SECONDS, now()]}, ...scales},
    axes: [time, ...axes], series: [{}, ...series], hooks,
  }, [[]].concat(series.map(() => [])), place);
  new ResizeObserver(() => plot.setSize({width: place.clientWidth, height: place.clientHeight})).observe(place);
  return plot;
}

const scaling = {scale: 'y', paths: () => null, points: {show: false}}; // draws nothing: a hook does
const fromZero = least => ({range: (plot, min, max) => [0, Math.max(least, Math.ceil((max || 0) * 1.25))]});
const powers = [0.01, 0.1, 1, 10, 100, 1000, 10000];

function charts() {
  return [
    [chart('speed',
      {y: fromZero(100), p99: {distr: 3, range: () => [0.003, 10000]}},
      [
        axis({scale: 'y'}),
        axis({
          scale: 'p99', side: 1, size: RIGHT, grid: {show: false}, splits: () => powers, filter: (plot, splits) => splits,
          values: (plot, splits) => splits.map(each => each < 1000 ? each + ' ms' : each / 1000 + ' s'),
        }),
      ],
      [
        {scale: 'y', stroke: () => palette.rate, fill: () => palette.rate + '55', width: 1, points: {show: false}},
        {scale: 'p99', stroke: () => palette.ink, width: 1.75, points: {show: false}},
      ],
      {drawClear: [bands], draw: [names]}),
    () => [samples.map(sample => sample.throughput), samples.map(sample => sample.p99)]],

    [chart('connections', {y: fromZero(10)}, [axis({scale: 'y'})], [scaling], {drawClear: [bands], draw: [connections]}),
    () => [samples.map(sample => sample.connections + sample.oldConnections)]],

    [chart('failing', {y: fromZero(10)}, [axis({scale: 'y'})], [scaling], {drawClear: [bands], draw: [failing]}),
    () => [samples.map(sample => sample.failures)]],
  ];
}

// --- buttons

function enable(press, isEnabled) {
  document.querySelector(`[data-press=${press}]`).setAttribute('aria-disabled', String(!isEnabled));
}

/** A button that can do nothing keeps the focus, so it is marked rather than disabled. */
async function press(event) {
  const button = event.currentTarget;
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  byId('answer').textContent = '';
  try {
    const answer = await fetch('/stage/' + button.dataset.press, {method: 'POST', headers: {'X-Stage': 'pressed'}});
    byId('answer').textContent = answer.ok ? '' : 'Not done: ' + await answer.text();
  } catch (failure) {
    byId('answer').textContent = 'Not done: the service does not answer.';
  }
}

// --- begin

readPalette();
const drawn = charts();

function redraw() {
  const times = samples.map(sample => sample.at / 1000);
  drawn.forEach(([plot, values]) => plot.setData([times, ...values()]));
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  readPalette();
  samples.slice(-1).forEach(tell);
  redraw();
});

document.querySelectorAll('[data-press]').forEach(button => button.addEventListener('click', press));

const stream = new EventSource('/stage/live');
stream.onmessage = message => {
  const fresh = JSON.parse(message.data);
  samples = samples.concat(fresh);
  samples = samples.filter(sample => sample.at / 1000 > now() - SECONDS - 2);
  tell(fresh[fresh.length - 1]);
  tellFailures();
  fresh.forEach(sample => tellNews(sample.news));
  redraw();
};
stream.onerror = () => {
  byId('sentence').textContent = 'The service does not answer; the page goes on asking.';
  byId('sentence').classList.add('bad');
};
