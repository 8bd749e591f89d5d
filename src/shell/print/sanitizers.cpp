// What the sanitizers must not count as ours in a program that prints. No other build has this source.

/// cairo 1.16 loses 768 bytes of each document that embeds a CFF font (Chinese letters), and fontconfig keeps
/// 288 bytes of a process.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libcairo\nleak:libfontconfig\n";
}

/// The locks of GLib are not seen, for it is not built with the sanitizer: what they guard looks like a race.
extern "C" const char* __tsan_default_suppressions() {  // NOLINT
  return "called_from_lib:libglib-2.0.so\n"
         "called_from_lib:libgobject-2.0.so\n"
         "called_from_lib:libpango-1.0.so\n"
         "called_from_lib:libpangocairo-1.0.so\n"
         "called_from_lib:libpangoft2-1.0.so\n"
         "called_from_lib:libharfbuzz.so\n"
         "called_from_lib:libcairo.so\n"
         "called_from_lib:libfontconfig.so\n"
         "called_from_lib:libfreetype.so\n";
}
