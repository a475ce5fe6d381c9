/* An aws.exe for wine: hands its folder and its arguments, as Windows takes them apart, to whoever listens at
   STAND_IN_PORT, prints what comes back, and ends with the exit code it is told. See wine_cmd.py. */

#include <winsock2.h>
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>

static SOCKET line;

static void say(const void *bytes, int length)
{
    const char *at = bytes;
    while (length > 0) {
        int sent = send(line, at, length, 0);
        if (sent <= 0)
            exit(250);
        at += sent;
        length -= sent;
    }
}

static void hear(void *bytes, int length)
{
    char *at = bytes;
    while (length > 0) {
        int got = recv(line, at, length, 0);
        if (got <= 0)
            exit(251);
        at += got;
        length -= got;
    }
}

static void say_text(const wchar_t *text)
{
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *bytes = malloc(length);
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, length, NULL, NULL);
    length -= 1;
    say(&length, sizeof length);
    say(bytes, length);
}

static void print(DWORD where)
{
    int length;
    DWORD written;
    hear(&length, sizeof length);
    char *bytes = malloc(length + 1);
    hear(bytes, length);
    if (length)
        WriteFile(GetStdHandle(where), bytes, length, &written, NULL);
}

int main(void)
{
    WSADATA data;
    struct sockaddr_in there = {0};
    wchar_t folder[4096];
    int count, code;
    wchar_t **arguments = CommandLineToArgvW(GetCommandLineW(), &count);

    WSAStartup(MAKEWORD(2, 2), &data);
    there.sin_family = AF_INET;
    there.sin_port = htons((u_short)atoi(getenv("STAND_IN_PORT")));
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    line = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(line, (struct sockaddr *)&there, sizeof there))
        return 252;

    GetCurrentDirectoryW(4096, folder);
    say(&count, sizeof count);
    say_text(folder);
    for (int index = 1; index < count; index++)
        say_text(arguments[index]);

    hear(&code, sizeof code);
    print(STD_OUTPUT_HANDLE);
    print(STD_ERROR_HANDLE);
    return code;
}
