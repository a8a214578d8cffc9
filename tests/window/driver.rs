//! A hand and an eye on the running window: starts the program, finds widgets by their words, clicks and types.
//!
//! Speaks egui's inspection protocol over loopback. Knows nothing of what the product does.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, PointerButton, Pos2, accesskit};
use egui_inspection::protocol::read_handshake;
use egui_inspection::{INSPECTION_ENV_VAR, Request, Response, read_message, write_message};

/// How long the window may take to show what a test waits for. Generous: machines are slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// One thing on the screen, as a screen reader meets it.
#[derive(Clone, Debug)]
pub struct Widget {
    pub role: accesskit::Role,
    pub label: String,
    pub value: String,
    pub disabled: bool,
    pub center: Option<Pos2>,
    pub rect: Option<egui::Rect>,
}

fn rect_of(bounds: accesskit::Rect) -> egui::Rect {
    let at = |x: f64, y: f64| Pos2::new(x as f32, y as f32);
    egui::Rect::from_min_max(at(bounds.x0, bounds.y0), at(bounds.x1, bounds.y1))
}

/// The program in a window of its own.
pub struct Window {
    child: Child,
    stream: TcpStream,
}

/// A test that fails leaves no window behind.
impl Drop for Window {
    fn drop(&mut self) {
        // One that has ended already needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Window {
    /// Starts the program with `args`, its data kept in `data_dir`, and waits until it answers.
    pub fn start(data_dir: &Path, args: &[&str]) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_yice"));
        program.args(args);
        Self::run(data_dir, program)
    }

    /// Starts the program on a screen that is drawn so much larger, its window of this size in points.
    pub fn start_scaled(data_dir: &Path, args: &[&str], scale: f32, size: [u32; 2]) -> Self {
        let [width, height] = size;
        let spot =
            format!(r#"{{"width":{width},"height":{height},"corner":null,"maximized":false}}"#);
        std::fs::write(data_dir.join("window.json"), spot).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_yice"));
        program.args(args).env("WINIT_X11_SCALE_FACTOR", scale.to_string());
        Self::run(data_dir, program)
    }

    /// Starts the program with its data on a disk of so many megabytes, made for it; `None` where the system lets
    /// nobody make one.
    #[cfg(unix)]
    pub fn start_on_small_disk(data_dir: &Path, args: &[&str], megabytes: u32) -> Option<Self> {
        let may = Command::new("unshare").args(["-rm", "true"]).status();
        if !may.is_ok_and(|status| status.success()) {
            return None;
        }
        let script = format!(
            "mount -t tmpfs -o size={megabytes}m tmpfs \"$YICE_DATA_DIR\" && exec \"$0\" \"$@\""
        );
        let mut program = Command::new("unshare");
        program.args(["-rm", "sh", "-c", &script, env!("CARGO_BIN_EXE_yice")]).args(args);
        Some(Self::run(data_dir, program))
    }

    /// A path as the running program sees it: its disk may be its own.
    #[cfg(unix)]
    pub fn seen_from_within(&self, path: &Path) -> std::path::PathBuf {
        let root = std::path::PathBuf::from(format!("/proc/{}/root", self.child.id()));
        root.join(path.strip_prefix("/").unwrap_or(path))
    }

    fn run(data_dir: &Path, mut program: Command) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let log =
            File::options().create(true).append(true).open(data_dir.join("window.log")).unwrap();
        let child = program
            .env("YICE_DATA_DIR", data_dir)
            .env(INSPECTION_ENV_VAR, &address)
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let started = Instant::now();
        let stream = loop {
            match TcpStream::connect(&address) {
                Ok(stream) => break stream,
                Err(err) => {
                    assert!(started.elapsed() < PATIENCE, "the window never answered: {err}")
                }
            }
            std::thread::sleep(Duration::from_millis(100));
        };
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        read_handshake(&stream).unwrap();
        Self { child, stream }
    }

    /// Ends the program as a power cut would.
    pub fn kill(mut self) {
        // On Unix this is SIGKILL: the program gets no chance to tidy up.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends the program a signal by its name, `STOP` or `CONT`: what a lid does.
    #[cfg(unix)]
    pub fn signal(&mut self, name: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap();
        assert!(sent.success());
    }

    fn ask(&mut self, request: &Request) -> Response {
        write_message(&mut self.stream, request).unwrap();
        match read_message(&mut self.stream).unwrap() {
            Response::Error { message } => panic!("the window answered: {message}"),
            answer => answer,
        }
    }

    fn send(&mut self, events: Vec<Event>) {
        self.ask(&Request::ApplyEvents { events });
        self.ask(&Request::Settle { max_steps: 60 });
    }

    /// Everything on the screen.
    pub fn widgets(&mut self) -> Vec<Widget> {
        let Response::Tree { accesskit: Some(tree), .. } = self.ask(&Request::GetTree) else {
            return Vec::new();
        };
        let by_id: std::collections::HashMap<_, _> =
            tree.nodes.iter().map(|(id, node)| (*id, node)).collect();
        let own_words = |node: &accesskit::Node| {
            node.label().or(node.value()).map(str::to_owned).unwrap_or_default()
        };
        tree.nodes
            .iter()
            .filter(|(_, node)| node.role() != accesskit::Role::TextRun)
            .map(|(_, node)| Widget {
                role: node.role(),
                label: node.label().map_or_else(
                    || {
                        let labels = node.labelled_by().iter().filter_map(|id| by_id.get(id));
                        labels.map(|label| own_words(label)).collect::<Vec<_>>().join(" ")
                    },
                    str::to_owned,
                ),
                value: node.value().map(str::to_owned).unwrap_or_default(),
                disabled: node.is_disabled(),
                center: node.bounds().map(|bounds| rect_of(bounds).center()),
                rect: node.bounds().map(rect_of),
            })
            .collect()
    }

    fn position(&mut self, wanted: &dyn Fn(&Widget) -> bool) -> Option<Pos2> {
        // A dialog bears its title as its name, without a place of its own.
        let mut found = self.widgets().into_iter().filter(|w| !w.disabled && wanted(w));
        found.find_map(|widget| widget.center)
    }

    /// Waits until something on the screen has these words in its label or value.
    pub fn wait_for(&mut self, words: &str) {
        self.wait_until(words, &|widget| {
            widget.label.contains(words) || widget.value.contains(words)
        });
    }

    /// Whether something on the screen has these words.
    pub fn shows(&mut self, words: &str) -> bool {
        self.widgets().iter().any(|w| w.label.contains(words) || w.value.contains(words))
    }

    /// The words of the first thing on the screen that holds these, once it is there.
    pub fn text_with(&mut self, words: &str) -> String {
        self.wait_for(words);
        let texts = self.widgets().into_iter().flat_map(|w| [w.label, w.value]);
        texts.into_iter().find(|text| text.contains(words)).unwrap_or_default()
    }

    fn wait_until(&mut self, what: &str, wanted: &dyn Fn(&Widget) -> bool) -> Pos2 {
        let started = Instant::now();
        loop {
            if let Some(center) = self.position(wanted) {
                return center;
            }
            if started.elapsed() > PATIENCE {
                let seen: Vec<_> = self
                    .widgets()
                    .into_iter()
                    .map(|w| format!("{:?} {:?} {:?}", w.role, w.label, w.value))
                    .collect();
                self.screenshot(&std::env::temp_dir().join("yice-window-failure.png"));
                panic!("{what:?} never came; on the screen:\n{}", seen.join("\n"));
            }
            std::thread::sleep(Duration::from_millis(150));
        }
    }

    /// Clicks the widget with exactly these words, else the first whose words hold them: once it stands still, as a
    /// hand does.
    pub fn click(&mut self, words: &str) {
        let mut center = self.place_of(words);
        for _ in 0..20 {
            std::thread::sleep(Duration::from_millis(80));
            let before = std::mem::replace(&mut center, self.place_of(words));
            if before == center {
                break;
            }
        }
        self.click_at(center);
    }

    fn place_of(&mut self, words: &str) -> Pos2 {
        // A menu that was just opened may not be drawn yet, and other words may hold those of its line.
        for _ in 0..6 {
            if let Some(exact) = self.position(&|w| w.label == words && w.center.is_some()) {
                return exact;
            }
            std::thread::sleep(Duration::from_millis(80));
        }
        self.wait_until(words, &|w| w.label.contains(words) && w.center.is_some())
    }

    fn click_at(&mut self, pos: Pos2) {
        self.send(vec![Event::PointerMoved(pos)]);
        for pressed in [true, false] {
            let button = PointerButton::Primary;
            let modifiers = Modifiers::NONE;
            self.ask(&Request::ApplyEvents {
                events: vec![Event::PointerButton { pos, button, pressed, modifiers }],
            });
        }
        self.ask(&Request::Settle { max_steps: 60 });
    }

    /// Clicks the text field with this label and types into it.
    pub fn type_into(&mut self, label: &str, text: &str) {
        let is_field = |w: &Widget| {
            matches!(w.role, accesskit::Role::TextInput | accesskit::Role::MultilineTextInput)
                && w.label.contains(label)
        };
        let center = self.wait_until(label, &is_field);
        self.click_at(center);
        self.type_text(text);
    }

    /// Types where the keyboard is.
    pub fn type_text(&mut self, text: &str) {
        self.send(vec![Event::Text(text.to_owned())]);
    }

    /// Opens the list with this label and takes the choice with these words, scrolling down to it where need be.
    pub fn choose(&mut self, label: &str, choice: &str) {
        let is_list = |w: &Widget| w.role == accesskit::Role::ComboBox && w.label.contains(label);
        let list = self.wait_until(label, &is_list);
        self.click_at(list);
        let is_choice = |w: &Widget| w.role == accesskit::Role::Button && w.label == choice;
        for _ in 0..20 {
            let center = self.wait_until(choice, &is_choice);
            // What is scrolled away is there, but not to be clicked: the bar beside the list says how far it shows.
            let bars = self.widgets();
            let bar = bars
                .iter()
                .filter(|w| w.role == accesskit::Role::ScrollBar)
                .filter_map(|w| w.rect)
                .filter(|bar| bar.left() > center.x && bar.left() < list.x + 400.0)
                .min_by(|one, other| one.left().total_cmp(&other.left()));
            let Some(bar) = bar.filter(|bar| !bar.y_range().shrink(12.0).contains(center.y)) else {
                self.click_at(center);
                self.wait_until(choice, &|w| is_list(w) && w.value == choice);
                return;
            };
            self.send(vec![Event::PointerMoved(bar.left_center() - egui::vec2(20.0, 0.0))]);
            self.scroll_down();
            std::thread::sleep(Duration::from_millis(300));
        }
        panic!("{choice:?} could not be reached in {label:?}");
    }

    fn scroll_down(&mut self) {
        self.send(vec![Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: egui::vec2(0.0, -3.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        }]);
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        for pressed in [true, false] {
            let event = Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
            self.ask(&Request::ApplyEvents { events: vec![event] });
        }
        self.ask(&Request::Settle { max_steps: 60 });
    }

    /// Writes what the window shows to a PNG file.
    pub fn screenshot(&mut self, path: &Path) {
        if let Response::Screenshot(png) =
            self.ask(&Request::GetScreenshot { pixels_per_point: None })
        {
            std::fs::write(path, png.bytes).unwrap();
        }
    }
}
