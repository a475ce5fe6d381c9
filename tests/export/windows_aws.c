/* aws.exe for tests/sweep_windows.py: hands its working folder and its arguments, as a Windows program gets them, to the
   test (a file of NUL-ended texts), waits for the answer (exit code, a line end, output), and ends with it. */
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>

static void put(FILE *file, const wchar_t *text) {
  char bytes[32768];
  int count = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
  fwrite(bytes, 1, count, file);
}

int main(void) {
  int count, code = 255, one;
  wchar_t here[4096];
  wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
  FILE *file = fopen("Z:" AWS_FOLDER "/asking", "wb");
  GetCurrentDirectoryW(4096, here);
  put(file, here);
  for (int at = 1; at < count; at++) put(file, words[at]);
  fclose(file);
  rename("Z:" AWS_FOLDER "/asking", "Z:" AWS_FOLDER "/asked");
  while (!(file = fopen("Z:" AWS_FOLDER "/answer", "rb"))) Sleep(2);
  fscanf(file, "%d\n", &code);
  while ((one = fgetc(file)) != EOF) putchar(one);
  fclose(file);
  remove("Z:" AWS_FOLDER "/answer");
  return code;
}
